"""A large, believable helpdesk for measurements: many tenants, tickets, messages. `manage.py fill` is the way in."""

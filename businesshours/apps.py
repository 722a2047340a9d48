from django.apps import AppConfig


class BusinesshoursConfig(AppConfig):
    name = "businesshours"

    def ready(self):
        """Let every page know the tenant's hours without a question of its own."""
        from businesshours import calendars
        from tenants import profiles

        profiles.bring_along(calendar_facts=calendars.facts)

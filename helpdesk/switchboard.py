"""Event name to reactions: every consequence in the product, on one page.

Reactions run after the commit, from the outbox, each retried alone.
"""

from accounts import events as person
from knowledgebase import events as article
from tickets import events as ticket

REACTIONS: dict[str, tuple[str, ...]] = {
    person.SIGN_UP_ASKED: ("mail.people.confirm_sign_up",),
    person.PASSWORD_RESET_ASKED: ("mail.people.reset_password",),
    person.PASSWORD_CHANGED: ("mail.people.confirm_password_change",),
    person.GUEST_ASKED: ("mail.people.let_guest_in",),
    person.GUEST_ENDING: ("mail.people.announce_end",),
    person.INVITED: ("mail.people.invite",),
    person.CHANGED: ("tickets.reactions.release_tickets_of_leaver",),
    article.FEEDBACK_ANSWERED: ("mail.articles.tell_reader",),
    ticket.FILED: ("mail.tickets.acknowledge", "tickets.reactions.balance"),
    ticket.ASSIGNED: ("mail.tickets.tell_assignee",),
    ticket.UNASSIGNED: ("tickets.reactions.balance",),
    ticket.REPLY_HELD: ("tickets.reactions.send_held",),
    ticket.REPLY_STOPPED: ("mail.tickets.tell_author",),
    ticket.REPLIED: ("mail.tickets.tell_requester",),
    ticket.INFORMATION_ASKED: ("mail.tickets.tell_requester",),
    ticket.SOLUTION_SUGGESTED: ("mail.tickets.tell_requester",),
    ticket.MESSAGE_ADDED: ("mail.tickets.tell_assignee",),
    ticket.BUMPED: ("mail.tickets.tell_assignee",),
    ticket.RECATEGORISED: ("mail.tickets.tell_requester", "tickets.reactions.balance"),
    ticket.CLOSING_SOON: ("mail.tickets.tell_requester",),
    ticket.CLOSED: ("mail.tickets.tell_requester", "mail.tickets.tell_assignee"),
    ticket.JOINED: ("mail.tickets.tell_requester",),
    ticket.REOPENED: ("mail.tickets.tell_requester", "mail.tickets.tell_assignee", "tickets.reactions.balance"),
    ticket.FOLLOWER_CONCERNED: ("mail.tickets.tell_follower",),
    ticket.MENTIONED: ("mail.tickets.tell_mentioned",),
    ticket.MERGED: ("mail.tickets.tell_requester", "mail.tickets.tell_assignee"),
    ticket.TOOK_IN: ("mail.tickets.tell_assignee",),
    ticket.UNMERGED: ("mail.tickets.tell_requester", "mail.tickets.tell_assignee", "tickets.reactions.balance"),
    ticket.BULK_BEGUN: ("tickets.reactions.carry_on_bulk",),
    ticket.BULK_CONTINUED: ("tickets.reactions.carry_on_bulk",),
    ticket.PRIORITY_MOVED: ("tickets.reactions.bring_ranks_into_line",),
    ticket.PRIORITY_RESTORED: ("tickets.reactions.bring_ranks_into_line",),
    ticket.TAG_CHANGED: ("tickets.reactions.rename_tag_in_views",),
    ticket.TAG_MERGED: ("tickets.reactions.rename_tag_in_views",),
    **dict.fromkeys(article.CHANGES_WHAT_IS_FOUND, ("knowledgebase.reactions.index",)),
    article.SEARCH_RULES_CHANGED: ("knowledgebase.reactions.rebuild", "tickets.reactions.index_in_new_language"),
    article.IMPORT_BEGUN: ("knowledgebase.imports.reactions.carry_on",),
    article.IMPORT_CONTINUED: ("knowledgebase.imports.reactions.carry_on",),
}
for _name in ticket.CONCERNS_FOLLOWERS:
    REACTIONS[_name] = (*REACTIONS.get(_name, ()), "tickets.reactions.concern_followers")
for _name in ticket.CHANGES_WHAT_IS_FOUND:
    REACTIONS[_name] = (*REACTIONS.get(_name, ()), "tickets.reactions.index")
for _name in ticket.CHANGES_WHO_WAITS:
    REACTIONS[_name] = (*REACTIONS.get(_name, ()), "sla.reactions.keep_waits")

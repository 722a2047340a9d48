"""Words that arrived after the session had ended become drafts again; accounts.held carries them."""

import contextlib
import re

from django.http import Http404

from accounts import roles
from accounts.models import User
from tickets import access, drafts
from tickets.models import Draft

# path that the words were sent to: (who has that form, how its draft is called, how its ticket is found)
_FORMS = {
    r"/tickets/(\d{1,15})/(?:messages|reopening|kept-words)/": ("portal", Draft.Kind.MESSAGE, access.own_ticket),
    r"/desk/tickets/(\d{1,15})/replies/": ("desk", Draft.Kind.REPLY, access.desk_ticket),
    r"/desk/tickets/(\d{1,15})/notes/": ("desk", Draft.Kind.INTERNAL_NOTE, access.desk_ticket),
}


def keep(user: User, *, held: dict | None, **unused) -> None:
    """Keep held words as a draft of who signed in then, if that person has the form and may read the ticket."""
    if not held:
        return
    path, words = held["path"], held["words"]
    if path == "/tickets/new/" and roles.may(user, "portal"):
        drafts.save(user, Draft.Kind.NEW_TICKET, words)
    for pattern, (permission, kind, find) in _FORMS.items():
        if (match := re.fullmatch(pattern, path)) and roles.may(user, permission):
            with contextlib.suppress(Http404):
                drafts.save(user, kind, words, ticket=find(user, int(match[1])))

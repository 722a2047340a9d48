"""Every key of the desk, on one page: the help, the hints on buttons, the palette and the script are made from it.

An element says with {% key page.keys.close %}, or a tag with key=page.keys.close, which entry it belongs to; the
script presses it. A key without an element, or an address, on the page does nothing.
"""

import json
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from accounts import roles

ANYWHERE, IN_A_LIST, ON_A_TICKET, WRITING = "Anywhere", "In a list", "On a ticket", "While writing"
PLACES = (ANYWHERE, IN_A_LIST, ON_A_TICKET, WRITING)


@dataclass(frozen=True)
class Key:
    """One entry: its name in templates, what to press, what that does, where, and where it leads if it leads away.

    With nothing to press it stands in the palette alone.
    """

    name: str
    presses: tuple[str, ...]
    label: str
    where: str
    url_name: str = ""
    permission: str = ""

    @property
    def is_single(self) -> bool:
        """Whether it is typed without Ctrl or Alt, so that it can be hit by mistake."""
        return self.name != "leave" and not any("+" in press for press in self.presses)


KEYS = (
    Key("palette", ("Ctrl+K",), "Go to a page, or do something here", ANYWHERE),
    Key("help", ("?",), "Show the keys", ANYWHERE, "keys"),
    Key("go_queue", ("g q",), "Go to my queue", ANYWHERE, "desk:queue", "desk"),
    Key("go_room", ("g l",), "Go to the live queue", ANYWHERE, "desk:room", "tickets.assign"),
    Key("go_articles", ("g k",), "Go to the articles", ANYWHERE, "author:articles", "articles.write"),
    Key("go_settings", ("g s",), "Go to the settings", ANYWHERE, "settings:home", "settings.tickets"),
    Key("search", ("/",), "Search tickets", ANYWHERE, permission="desk"),
    Key("undo", ("z",), "Undo what you just did", ANYWHERE, permission="desk"),
    Key("next_row", ("j",), "Next ticket of the list", IN_A_LIST, permission="desk"),
    Key("previous_row", ("k",), "Previous ticket of the list", IN_A_LIST, permission="desk"),
    Key("open_row", ("Enter", "o"), "Open the ticket", IN_A_LIST, permission="desk"),
    Key("reply", ("r",), "Write a reply", ON_A_TICKET, permission="desk"),
    Key("note", ("n",), "Write an internal note", ON_A_TICKET, permission="desk"),
    Key("status", ("s",), "Choose what the reply does", ON_A_TICKET, permission="desk"),
    Key("assign", ("a",), "Assign, take, or ask for another agent", ON_A_TICKET, permission="desk"),
    Key("start_work", (), "Start work", ON_A_TICKET, permission="desk"),
    Key("close", ("c",), "Close the ticket", ON_A_TICKET, permission="desk"),
    Key("recategorise", ("m",), "Move to another category", ON_A_TICKET, permission="desk"),
    Key("tag", ("t",), "Add tags", ON_A_TICKET, permission="desk"),
    Key("timer", (), "Start or stop the timer", ON_A_TICKET, permission="desk"),
    Key("follow", ("f",), "Follow, or stop following", ON_A_TICKET, permission="desk"),
    Key("details", ("i",), "Go to the details", ON_A_TICKET, permission="desk"),
    Key("more", (".",), "More: merge, split, link", ON_A_TICKET, permission="desk"),
    Key("back", ("u",), "Back to the list", ON_A_TICKET, permission="desk"),
    Key("send", ("Ctrl+Enter",), "Send", WRITING),
    Key("send_solution", ("Ctrl+Shift+Enter",), "Send as a suggested solution", WRITING, permission="desk"),
    Key("insert_article", ("Alt+K",), "Find an article for the reply", WRITING, permission="desk"),
    Key("insert_saved_reply", ("Alt+R",), "Find a saved reply", WRITING, permission="desk"),
    Key("next_blank", ("Alt+B",), "Go to the next blank of a saved reply", WRITING, permission="desk"),
    Key("bold", ("Ctrl+B",), "Bold", WRITING),
    Key("italic", ("Ctrl+I",), "Italic", WRITING),
    Key("leave", ("Esc",), "Leave the box; the draft is kept", WRITING),
)


class Shown(str):
    """What a hint prints; empty for who has switched single keys off. Its name stays, for the palette."""

    name: str
    aria: str

    def __new__(cls, key: Key, *, is_on: bool):
        """Return the hint of a key."""
        shown = super().__new__(cls, " ".join(key.presses[:1]) if is_on else "")
        shown.name = key.name
        # A sequence of keys has no form in ARIA.
        shown.aria = " ".join(press.replace("Ctrl", "Control") for press in key.presses if " " not in press)
        if not is_on:
            shown.aria = ""
        return shown


def of(user) -> list[Key]:
    """Return the keys that somebody has a use for."""
    return _of(roles.permissions(user))


@cache
def _of(permissions):
    return [key for key in KEYS if not key.permission or key.permission in permissions]


def hints(user) -> dict[str, Shown]:
    """Return what templates print beside buttons, by the name of the key."""
    return _hints(roles.permissions(user), user.single_keys)


@cache
def _hints(permissions, single_keys):
    return {key.name: Shown(key, is_on=single_keys or not key.is_single) for key in _of(permissions)}


def registry(user) -> str:
    """Return the keys as JSON for the script; without single ones for who has switched them off."""
    return _registry(roles.permissions(user), user.single_keys)


@cache
def _registry(permissions, single_keys):
    return json.dumps(
        [
            {
                "name": key.name,
                "label": key.label,
                "where": key.where,
                "url": reverse(key.url_name) if key.url_name else "",
                "presses": key.presses if single_keys or not key.is_single else (),
            }
            for key in _of(permissions)
        ]
    )


def grouped(user) -> list[tuple[str, list[Key]]]:
    """Return the keys for the help, by the place where they work."""
    theirs = of(user)
    groups = [(place, [key for key in theirs if key.where == place and key.presses]) for place in PLACES]
    return [(place, keys) for place, keys in groups if keys]

"""What the bar above a text can write: each mark with its name in markdown-bar.js, its words, its icon and its key."""

from typing import NamedTuple


class Mark(NamedTuple):
    """One button of the bar; the key is its entry among the keys of the desk."""

    name: str
    label: str
    icon: str
    key: str | None = None


MARKS = {
    mark.name: mark
    for mark in (
        Mark("heading", "Heading", "heading-2"),
        Mark("bold", "Bold (Ctrl+B)", "bold", "bold"),
        Mark("italic", "Italic (Ctrl+I)", "italic", "italic"),
        Mark("link", "Link", "link"),
        Mark("list", "List", "list"),
        Mark("steps", "Numbered list", "list-ordered"),
        Mark("quote", "Quote", "quote"),
        Mark("callout", "Call-out", "message-square-warning"),
        Mark("code", "Code", "code"),
        Mark("table", "Table", "table"),
    )
}

"""The parts of every page. Each tag renders one template of templates/ui/; its README lists them with examples.

Tags rather than includes: an include sees every variable of the page, so a part that was not given an icon could
pick up somebody else's. The library is a builtin of the template engine, no page has to load it.
"""

import zlib
from functools import cache, lru_cache

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from shared.forms import problems
from shared.icons import FLAG_ICONS, NOTICE_ICONS, STATUS_ICONS
from shared.marks import MARKS
from shared.templatetags import moments

register = template.Library()
register.simple_tag(moments.moment)
register.simple_tag(moments.day)
register.simple_tag(moments.ago)
register.simple_tag(moments.answer)


def _part(name: str, /, **arguments) -> SafeString:
    # Stripped: the newline that ends a file would become a gap between parts on one line.
    return mark_safe(_template(name).render(Context(arguments)).strip())  # noqa: S308 - rendered with escaping


@cache
def _template(name: str) -> template.Template:
    return get_template(f"ui/{name}.html").template


def _attributes(given: dict) -> SafeString:
    """Write keyword arguments as HTML attributes: hx_post becomes hx-post, True stands bare, False and None go."""
    written = []
    for name, value in given.items():
        if value in (None, False):
            continue
        name = name.strip("_").replace("_", "-")
        # Words that stand in a template count as safe HTML, but a quotation mark in them would still end the attribute.
        written.append(f" {name}" if value is True else f' {name}="{escape(value)}"')
    return mark_safe("".join(written))  # noqa: S308 - names are ours, values are escaped


# A list shows the same few marks again and again. Typed: a safe string is another argument than the same plain words.
_remembered = lru_cache(maxsize=2000, typed=True)


# --- words and marks -------------------------------------------------------------------------------------


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon of the Lucide set beside words. It says nothing by itself, so screen readers skip it."""
    return mark_safe(lucide(name, size=None, aria_hidden="true"))  # noqa: S308 - comes from the icon package


@register.simple_tag
@_remembered
def badge(status: str, label: str, small: bool = False):
    """Show the status of a ticket."""
    return _part("badge", status=status, label=label, icon=STATUS_ICONS.get(status, "circle"), small=small)


@register.simple_tag
@_remembered
def flag(kind: str, label: str, icon: str = "", small: bool = False):
    """Show a flag beside a status: escalated, overdue, VIP … An unknown kind is grey."""
    return _part("badge", flag=kind, label=label, icon=icon or FLAG_ICONS.get(kind, "tag"), small=small)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name."""
    words = [word for word in str(name or "").split("@")[0].replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.simple_tag
@_remembered
def avatar(name: str, size: str = ""):
    """Draw a person's initials; the same name has the same colour everywhere. Size is "", "small" or "large"."""
    hue = zlib.crc32(str(name).casefold().encode()) % 8 + 1
    return _part("avatar", letters=initials(name), hue=hue, size=size)


@register.simple_tag
def person(name: str, more: str = "", size: str = ""):
    """Show an avatar with the name, and a second line if there is one."""
    return _part("person", name=name, more=more, size=size)


@register.simple_tag
def key(shown, tooltip: bool = True):
    """Bind an element to an entry of page.keys: the script presses it, and it says which key that is.

    Without tooltip where the key itself stands on the element.
    """
    aria = getattr(shown, "aria", shown)
    title = f"Key: {shown}" if tooltip and shown else None
    return _attributes({"data_key": getattr(shown, "name", None), "aria_keyshortcuts": aria or None, "title": title})


@register.simple_tag
def kbd(keys: str):
    """Show a key."""
    return format_html("<kbd>{}</kbd>", keys)


# --- acts --------------------------------------------------------------------------------------------------


@register.simple_tag
def button(label: str, style: str = "", icon: str = "", type: str = "submit", key: str = "", **attributes):
    """A button. Style is any of primary, quiet, danger, small, wide, link, joined by spaces."""
    return _button(label, style, icon, attributes, type=type, key=key)


@register.simple_tag
def button_link(label: str, url: str, style: str = "", icon: str = "", key: str = "", **attributes):
    """A link that looks like a button."""
    return _button(label, style, icon, attributes, url=url, key=key)


@register.simple_tag
def icon_button(label: str, icon: str, style: str = "quiet", type: str = "submit", **attributes):
    """A square button with an icon; its label is read out and shown as a tooltip."""
    return _button(label, f"{style} icon", icon, attributes, type=type, bare=True)


def _button(label, style, icon, attributes, *, url="", type="", key="", bare=False):
    # All that the template asks for is given: what is missing costs it more than what is there.
    classes = " ".join(["button", *(f"button--{one}" for one in style.split())])
    return _part(
        "button", label=label, classes=classes, icon=icon, url=url, type=type, key=key, bare=bare,
        attributes=_attributes(attributes),
    )  # fmt: skip


@register.simple_tag
def back(label: str, url: str, key: str = ""):
    """The way back, above a title."""
    return _part("back", label=label, url=url, key=key)


@register.simple_tag
def copy(value: str, label: str = "Copy"):
    """A button that copies a value; it appears only where copying works."""
    return _part("copy", value=value, label=label)


@register.simple_block_tag
def menu(
    content, name: str, label: str = "More", icon: str = "ellipsis", style: str = "", bare: bool = False, key: str = ""
):
    """A button that opens a list of menu_link and menu_button. The name is unique on the page."""
    return _part("menu", content=content, name=name, label=label, icon=icon, style=style, bare=bare, key=key)


@register.simple_tag
def menu_link(label: str, url: str, icon: str = "", **attributes):
    """An entry of a menu that goes somewhere."""
    return _part("menu_item", label=label, url=url, icon=icon, attributes=_attributes(attributes))


@register.simple_tag
def menu_button(label: str, icon: str = "", danger: bool = False, **attributes):
    """An entry of a menu that does something; it stands in a form of its own."""
    return _part("menu_item", label=label, icon=icon, danger=danger, attributes=_attributes(attributes))


@register.simple_block_tag
def panel(content, label: str, style: str = "", icon: str = "", key: str = "", over: bool = False, open: bool = False):
    """A button that opens a question in place. With over it lies over what follows."""
    return _part("panel", content=content, label=label, style=style, icon=icon, key=key, over=over, open=open)


@register.simple_block_tag
def more(content, label: str, open: bool = False):
    """Text that is folded away behind a line of words."""
    return _part("more", content=content, label=label, open=open)


# --- boxes -------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content, title: str = "", style: str = "", level: int = 2, **attributes):
    """A box with one subject. Style is any of rows, plain, sunken, link, joined by spaces."""
    return _part("card", content=content, title=title, style=style, level=level, attributes=_attributes(attributes))


@register.simple_block_tag
def notice(content, kind: str = "info", icon: str = "", focus: bool = False, **attributes):
    """Something worth knowing first: info, ok, warn or bad. With focus it takes the focus when it appears."""
    icon = icon or NOTICE_ICONS[kind]
    return _part("notice", content=content, kind=kind, icon=icon, focus=focus, attributes=_attributes(attributes))


@register.simple_block_tag
def empty(content, title: str, icon: str = "", fill: bool = False):
    """Nothing here: the title says so, the content offers what can be done."""
    return _part("empty", content=content, title=title, icon=icon, fill=fill)


@register.simple_tag
def stat(label: str, value, url: str = "", more: str = "", bad: bool = False):
    """A number with its name; it links to the list that it counts."""
    return _part("stat", label=label, value=value, url=url, more=more, bad=bad)


@register.simple_tag(takes_context=True)
def toast(context, text: str, undo_url: str = "", undo: str = "Undo", oob: bool = False):
    """A short confirmation. With oob an htmx answer puts it where toasts appear."""
    token = context.get("csrf_token", "")
    return _part("toast", text=text, undo_url=undo_url, undo=undo, oob=oob, csrf_token=token)


# --- lists -------------------------------------------------------------------------------------------------


@register.simple_block_tag
def list_pane(content, title: str, hint: str = "", level: int = 2, next: str = "", live: bool = False, **attributes):
    """The middle column of the desk: a head that stays, and rows that scroll. Next leads to the row to go on with.

    A live one says at its head what came in meanwhile; see static/js/elements/live-desk.js.
    """
    return _part(
        "list_pane", content=content, title=title, hint=hint, level=level, next=next, live=live,
        attributes=_attributes(attributes),
    )  # fmt: skip


@register.simple_block_tag
def rows(content, label: str = "", **attributes):
    """A list of rows; the label names it for screen readers."""
    return _part("rows", content=content, attributes=_attributes({"aria_label": label or None, **attributes}))


@register.simple_block_tag
def row(content, url: str, title: str, time="", facts: str = "", text: str = "", current: bool = False, **attributes):
    """One row, linked as a whole. The content is its badges; time is what moment, ago or day returned."""
    return _part(
        "row", content=content, url=url, title=title, time=time, facts=facts, text=text, current=current,
        attributes=_attributes(attributes),
    )  # fmt: skip


@register.simple_block_tag
def table(content, caption: str, show_caption: bool = False):
    """A table that becomes label and value rows in a narrow box: give each td a data-label."""
    return _part("table", content=content, caption=caption, show_caption=show_caption)


@register.simple_block_tag
def props(content, wide: bool = False):
    """Facts as labels and values: holds prop."""
    return _part("props", content=content, wide=wide)


@register.simple_block_tag
def prop(content, label: str, note: str = ""):
    """One fact."""
    return _part("prop", content=content, label=label, note=note)


@register.simple_block_tag
def tabs(content, label: str):
    """Tabs, each a page of its own: holds tab. The label names the set."""
    return _part("tabs", content=content, label=label)


@register.simple_tag
def tab(label: str, url: str, count=None, current: bool = False):
    """One tab."""
    return _part("tab", label=label, url=url, count=count, current=current)


@register.simple_tag
def pagination(page: int, pages: int, previous: str = "", next: str = ""):
    """Where this page stands among all, with links to its neighbours."""
    return _part("pagination", page=page, pages=pages, previous=previous, next=next)


@register.simple_tag
def page_links(previous: str = "", next: str = "", label: str = "Pages"):
    """The neighbours of a page of a list that is not counted."""
    return _part("page_links", previous=previous, next=next, label=label)


@register.simple_tag
def show_more(url: str, label: str = "Show 20 more", **attributes):
    """The end of a list that goes on; a plain link, htmx attributes make it grow in place."""
    return _part("show_more", url=url, label=label, attributes=_attributes(attributes))


@register.simple_block_tag
def steps(content):
    """What happens next, in order: holds step."""
    return _part("steps", content=content)


@register.simple_block_tag
def step(content, title: str, state: str = ""):
    """One step. State is "", "done" or "current"."""
    return _part("step", content=content, title=title, state=state)


# --- conversation ------------------------------------------------------------------------------------------


@register.simple_block_tag
def timeline(content, label: str = "Conversation", **attributes):
    """A ticket as a story: holds entry and event."""
    return _part("timeline", content=content, label=label, attributes=_attributes(attributes))


@register.simple_block_tag
def entry(
    content, kind: str, name: str, at=None, who: str = "", more: str = "", sign: str = "", readers: str = "",
    **attributes,
):  # fmt: skip
    """A text in a ticket. Kind is message (the requester's), reply (staff's) or note (internal).

    Who replaces the name as it is shown ("You"); more says what it is ("Resolution added"); sign stands below;
    readers says who sees a note where it is not all of staff.
    """
    return _part(
        "entry", content=content, kind=kind, name=name, who=who or name, at=at, more=more, sign=sign, readers=readers,
        attributes=_attributes(attributes),
    )  # fmt: skip


@register.simple_block_tag
def event(content, icon: str = "dot", at=None, bad: bool = False):
    """Something that happened to a ticket, as one line."""
    return _part("event", content=content, icon=icon, at=at, bad=bad)


@register.simple_block_tag
def composer(content, label: str = "Write", tabs: bool = False):
    """Where messages are written: holds one form, or with tabs one pane for each mode."""
    return _part("composer", content=content, label=label, tabs=tabs)


@register.simple_block_tag
def pane(content, mode: str, label: str, icon: str = "", key: str = "", checked: bool = False):
    """One mode of a composer with tabs. The mode "note" turns the box yellow."""
    return _part("pane", content=content, mode=mode, label=label, icon=icon, key=key, checked=checked)


@register.simple_tag
@_remembered
def markdown_bar(marks: str = "bold italic link list steps quote code", preview: bool = False, **attributes):
    """Marks to press above a textarea, and with preview a way to see how it will be read.

    Stands right before its textarea, or names it with for.
    """
    return _part("markdown_bar", marks=[MARKS[name] for name in marks.split()], preview=preview, **attributes)


@register.simple_tag
def draft(url: str = "", kind: str = "", saved_at=None, local: bool = False):
    """Keep what is typed in the form around it, on the server or, with local, in this browser tab."""
    return _part("draft", url=url, kind=kind, saved_at=saved_at, local=local)


# --- forms -------------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*forms):
    """What is wrong with the forms, with links to the fields; nothing while nothing is wrong."""
    found = problems(*(form for form in forms if form))
    return _part("error_summary", problems=found) if found else ""


@register.simple_tag
def search_box(url: str, label: str, value: str = "", name: str = "q", **attributes):
    """A search field with its button; a plain GET form."""
    return _part("search_box", url=url, label=label, value=value, name=name, attributes=_attributes(attributes))


@register.filter
def hint(label) -> str:
    """Return the hint of a choice's label, if it has one."""
    return getattr(label, "hint", "")

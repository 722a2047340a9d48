"""The sanitiser of articles: what is not on these lists does not reach a page, whoever wrote it and however."""

import re

import nh3

from shared.markdown.addresses import is_allowed, is_own_file

_TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "img", "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}} | {
    f"h{level}": {"id"} for level in range(2, 7)
}
# Attributes that exist only with one of these values.
_VALUES = {
    "a": {"target": {"_blank"}, "rel": {"noopener noreferrer nofollow"}},
    "div": {"role": {"group", "note"}, "tabindex": {"0"}, "aria-label": {"Table"}},
    "ol": {"role": {"list"}},
    "th": {"scope": {"col"}},
}
_CLASSES = {
    "div": {"table-scroll", "callout", *(f"callout--{kind}" for kind in "note tip important warning caution".split())},
    "p": {"callout__title"},
    "ol": {"how-to"},
    "th": {"to-center", "to-right"},
    "td": {"to-center", "to-right"},
}
_ID = re.compile(r"s-[\w-]+")


def _keep(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_allowed(value) else None
    if name == "src":
        return value if is_own_file(value) else None
    if name == "id":
        return value if _ID.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    # Pictures further down the page are fetched when somebody gets there.
    set_tag_attribute_values={"img": {"loading": "lazy", "decoding": "async"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,  # pages of our own need none; the others carry it, and no other value passes
)


def clean(html: str) -> str:
    """Return what of the HTML is on the lists."""
    return _CLEANER.clean(html)

"""Reads the pages like an attacker: every address with a real object in it, every form, every element."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, get_resolver


@dataclass
class Form:
    """One form of a page: where it goes and what is in it."""

    action: str
    method: str
    fields: dict = field(default_factory=dict)


class Page(HTMLParser):
    """The elements of a page, and its forms filled as a browser would send them."""

    def __init__(self, html: str, path: str = "/"):
        super().__init__()
        self.path, self.elements, self.forms, self.links = path, [], [], []
        self._form = self._text = self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Remember the element; collect what belongs to forms."""
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.path, given["href"]))
        if tag == "form":
            self._form = Form(urljoin(self.path, given.get("action") or self.path), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        fields, name = self._form.fields, given.get("name")
        if tag == "input" and name:
            if given.get("type") in ("radio", "checkbox"):
                if "checked" in given or name not in fields:
                    fields[name] = given.get("value", "on")
            else:
                fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._text = name
            fields[name] = ""
        elif tag == "select":
            self._select = name
            fields.setdefault(name, "")
        elif tag == "option" and self._select and given.get("value"):
            if "selected" in given or not fields[self._select]:
                fields[self._select] = given["value"]
        elif tag == "button" and name:
            fields.setdefault(name, given.get("value", ""))

    def handle_data(self, data):
        """Collect what stands in a text field."""
        if self._text:
            self._form.fields[self._text] += data

    def handle_endtag(self, tag):
        """Leave forms and text fields."""
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None


def routes():
    """Return every address of the product as (route, view)."""

    def walk(entries, prefix):
        for entry in entries:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield route, entry.callback
            else:
                yield from walk(entry.url_patterns, route)

    return list(walk(get_resolver().url_patterns, ""))


def path_of(route: str, **values) -> str:
    """Return the address of a route."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


def is_ours(url: str) -> bool:
    """Tell whether a link stays on this host."""
    return not urlsplit(url).netloc and urlsplit(url).scheme in ("", "http", "https")

"""Text that people wrote becomes HTML in one place, and nothing in it runs or loads."""

import re

import pytest

from shared import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![pixel](https://evil.test/p.png)",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[click](vbscript:x)",
    "[click](//evil.test/path)",
    "[click](ssh://evil.test)",
    "<a href='javascript:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.test></iframe>",
    "<form action=https://evil.test><input name=password></form>",
    "<style>*{display:none}</style>",
    "<div hx-get=/sign-out/ hx-trigger=load>x</div>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<<script>script>alert(1)<</script>/script>",
    "`</code><script>alert(1)</script>`",
    "[x](https://ok.test \"onmouseover='alert(1)'\")",
    '<https://ok.test/"onmouseover=alert(1)>',
    "<a id=messages class=button style=position:fixed>x</a>",
]
TAG = re.compile(r"<\s*/?\s*([a-zA-Z0-9-]+)([^<>]*)>")
ALLOWED = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_and_nothing_loads(text):
    html = markdown.render(text)
    for tag, attributes in TAG.findall(html):
        assert tag.lower() in ALLOWED, html
        names = set(re.findall(r"([a-zA-Z-]+)=\"", attributes))
        assert names <= {"href", "title", "rel", "target", "start"}, html
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert address.startswith(("https://", "http://", "mailto:")), html


def test_links_leave_quietly():
    html = markdown.render("[site](https://ok.test) and https://also.test")
    assert html.count('rel="noopener noreferrer nofollow"') == 2
    assert html.count('target="_blank"') == 2


def test_what_people_write_looks_as_they_meant_it():
    html = markdown.render("**bold** and *soft*\nnext line\n\n1. one\n2. two\n\n> quoted\n\n`code <b>`")
    for part in (
        "<strong>bold</strong>",
        "<em>soft</em>",
        "<br>",
        "<li>one</li>",
        "<blockquote>",
        "<code>code &lt;b&gt;</code>",
    ):
        assert part in html


@pytest.mark.parametrize("text", ["", None])
def test_nothing_is_nothing(text):
    assert markdown.render(text) == ""
    assert markdown.plain(text) == ""


def test_the_first_words_come_without_marks():
    assert markdown.plain("**Hello**\n\n[there](https://ok.test)") == "Hello there"


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["[" * 20_000, "> " * 5_000 + "x", "*a_" * 20_000, "`" * 50_000, "|a" * 10_000 + "\n" + "|-" * 10_000]
)
def test_a_hostile_text_takes_no_time(text):
    markdown.render(text)

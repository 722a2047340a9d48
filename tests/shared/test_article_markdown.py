"""Articles look as their authors meant them, and nothing in them runs, or loads from elsewhere."""

import re
import time
from html.parser import HTMLParser

import pytest

from shared import markdown

FILE = "/articles/files/" + "aB3_-xyz" * 3
# What an attacker tries, and a file of our own beside it, so that a rule that lets files through is seen failing.
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<h2 id=main onclick=alert(1)>x</h2>",
    "<div class='toast' role=alert tabindex=5 aria-label='Sign in'>x</div>",
    "![pixel](https://evil.test/p.png)",
    "![pixel](//evil.test/p.png)",
    "![pixel](/\\evil.test/p.png)",
    "![x](data:image/png;base64,AAAA)",
    "![x](javascript:alert(1))",
    "![x](/sign-out/)",
    "![x](/articles/files/short/x.png)",
    f"![x]({FILE}/../../../sign-out/)",
    f"![x]({FILE}/..)",
    f"![x]({FILE}/%2e%2e)",
    f"![x]({FILE}/..%2f..%2fsign-out)",
    f"![x]({FILE}/x.png?next=https://evil.test)",
    f"![x]({FILE}/x.png#x)",
    f"![x](https://evil.test{FILE}/x.png)",
    f"![\"onerror='alert(1)']({FILE}/x.png \"onload='alert(1)'\")",
    f'![x]({FILE}/x.png"onload="alert(1))',
    "[x](javascript:alert(1)) [x](JaVaScRiPt&#58;alert(1)) [x](java&#9;script:alert(1)) [x](&#1;javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>) [x](vbscript:x) [x](ssh://evil.test) [x](file:///etc/passwd)",
    "[x](//evil.test/path) [x](/\\evil.test) [x](\\\\evil.test) [x](/&#9;/evil.test) [x](</ /evil.test>)",
    "[x](///evil.test) [x](/&#92;evil.test) [x](/%09/evil.test) [x](https:evil.test) [x](http:/\\evil.test)",
    "[x](other.md) [x](../up) [x](?q=1) [x](#\"onclick='alert(1)') [x](#<script>)",
    "[x](https://ok.test \"onmouseover='alert(1)'\")",
    "<svg/onload=alert(1)> <iframe src=//evil.test></iframe> <style>*{display:none}</style>",
    "<form action=https://evil.test><input name=password></form> <base href=//evil.test>",
    "<div hx-get=/sign-out/ hx-trigger=load>x</div>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '> [!NOTE" onclick="alert(1)]\n> x',
    "> [!SCRIPT]\n> x",
    '> [!WARNING]\n> <p class="callout__title">Note</p>',
    '| <script> | "onclick=alert(1) |\n|:-:|--:|\n| <img src=x> | [x](javascript:x) |',
    '``` "><script>alert(1)</script>\ncode\n```',
    "```js onclick=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    '# "><script>alert(1)</script>\n\n# <b id=x>',
    "# main\n\n# id_body\n\n# __proto__\n\n# \0 \u202e",
    "1. <script>\n2. ![x](//evil.test)",
    f'![x]({FILE}/x.png "<script>alert(1)</script>")',
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
]
ALLOWED = {
    "a": {"href", "title", "target", "rel"},
    "img": {"src", "alt", "title", "loading", "decoding"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "p": {"class"},
    "ol": {"class", "role", "start"},
    "td": {"class"},
    "th": {"class", "scope"},
    "svg": {"width", "height", "viewbox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
            "aria-hidden"},
} | {f"h{level}": {"id"} for level in range(2, 7)}  # fmt: skip
BARE = {
    "blockquote", "br", "code", "del", "em", "figcaption", "figure", "hr", "li", "pre", "s", "strong", "table",
    "tbody", "thead", "tr", "ul",
}  # fmt: skip
CLASSES = {"how-to", "table-scroll", "callout", "callout__title", "to-center", "to-right"} | {
    f"callout--{kind}" for kind in ("note", "tip", "important", "warning", "caution")
}


class Elements(HTMLParser):
    """The elements of an article as a browser reads them, without the drawings that we put in."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words, self._drawing = [], "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._drawing = self._drawing or tag == "svg"
        if not self._drawing or tag not in ("path", "circle", "line", "rect", "polygon", "polyline"):
            self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self._drawing = self._drawing and tag != "svg"

    def handle_data(self, data):
        self.words += data


def assert_harmless(html):
    for tag, given in Elements(html).found:
        assert tag in ALLOWED or tag in BARE, html
        assert set(given) <= ALLOWED.get(tag, set()), html
        assert set(given.get("class", "").split()) <= CLASSES, html
        assert given.get("id", "s-x").startswith("s-"), html
        assert re.fullmatch(r"/articles/files/[\w-]{16,}/[^/?#\\]*\w[^/?#\\]*", given.get("src", FILE + "/x")), html
        address = given.get("href", "/x")
        assert re.match(r"(https?://[^/\\]|mailto:|#s-|/[^/\\]|/$)", address), html
        assert not re.search(r"[\s\\<>\"]", address), html
        if address.startswith("http"):
            assert (given["target"], given["rel"]) == ("_blank", "noopener noreferrer nofollow"), html


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("around", ["{}", "> [!TIP]\n> {}", "1. {}", "**{}**", f"![ok]({FILE}/a.png) {{}}"])
def test_nothing_runs_and_nothing_loads_from_elsewhere(text, around):
    html = markdown.article(around.format(text)).html
    assert_harmless(html)
    assert 'src="' not in html.replace(f'src="{FILE}/', "")


class TestSanitiser:
    """The second gate stands by itself: what the first should have stopped does not pass it either."""

    @pytest.mark.parametrize("text", HOSTILE)
    def test_raw_html(self, text):
        from shared.markdown.cleaning import clean

        for html in (text, markdown.article(text).html, f'<div class="callout toast" style="x">{text}</div>'):
            for tag, given in Elements(clean(html)).found:
                assert tag in ALLOWED or tag in BARE
                assert not [name for name in given if name.startswith(("on", "hx-", "style"))]
                assert set(given.get("class", "").split()) <= CLASSES
                assert re.match(r"(https?://|mailto:|#s-|/[^/\\]|/$)", given.get("href", "/")), given
                assert given.get("src", FILE).startswith(FILE)

    def test_an_attribute_of_another_value(self):
        from shared.markdown.cleaning import clean

        html = (
            '<a href="/k/1" target="_top" rel="opener">x</a><h2 id="main">x</h2><div role="alert" tabindex="9"></div>'
        )
        assert clean(html) == '<a href="/k/1">x</a><h2>x</h2><div></div>'


class TestHeadings:
    """They are linked to, so their ids stay and meet no other."""

    def test_the_first_is_two_and_none_is_left_out(self):
        page = markdown.article("# A\n\n### B\n\n## C\n\n#### D\n\n# E")
        assert [(heading.level, heading.text) for heading in page.headings] == [
            (2, "A"), (3, "B"), (3, "C"), (4, "D"), (2, "E"),
        ]  # fmt: skip
        assert "<h1" not in page.html

    def test_ids_are_of_the_words_and_unique(self):
        page = markdown.article("## Set *it* up `now`\n\n## Set it up now\n\n## 東京\n\n## !?\n\n## set-it-up-now-2")
        ids = [heading.id for heading in page.headings]
        assert ids == ["s-set-it-up-now", "s-set-it-up-now-2", "s-東京", "s-section", "s-set-it-up-now-2-2"]
        for one in ids:
            assert page.html.count(f'id="{one}"') == 1

    def test_a_change_elsewhere_leaves_an_id_alone(self):
        before, after = (markdown.article(text).headings for text in ("## B", "## A\n\ntext\n\n## B"))
        assert before[0].id == after[1].id

    def test_links_find_them_by_their_words(self):
        html = markdown.article("[a](#Set-it-up) [b](#s-set-it-up) [c](/k/318#set-it-up)\n\n## Set it up").html
        assert html.count('href="#s-set-it-up"') == 2
        assert 'href="/k/318#s-set-it-up"' in html

    def test_those_within_a_callout_are_not_of_the_page(self):
        page = markdown.article("## A\n\n> [!NOTE]\n> ## B\n\n- ## C")
        assert [heading.text for heading in page.headings] == ["A"]


class TestLinks:
    """Away in a new tab, without a referrer; within in the same."""

    @pytest.mark.parametrize("address", ["/k/318", "/articles/318-how-to/?a=b&amp;c=d", "/", "/tickets/new/", "#s-a"])
    def test_our_own_pages(self, address):
        assert f'<a href="{address}">x</a>' in markdown.article(f"[x]({address})").html

    def test_elsewhere(self):
        html = markdown.article("[x](HTTPS://ok.test/a) https://also.test <me@ok.test>").html
        assert html.count('target="_blank" rel="noopener noreferrer nofollow"') == 2
        assert '<a href="mailto:me@ok.test">' in html

    def test_what_leads_nowhere_keeps_its_words(self):
        assert (
            markdown.article("See [the **other** page](other.md).").html
            == "<p>See the <strong>other</strong> page.</p>\n"
        )


class TestParts:
    """Call-outs, tables, steps, code and pictures."""

    @pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
    def test_a_callout_has_its_word_and_its_picture(self, kind):
        html = markdown.article(f"> [!{kind.upper()}]\n> Save **first**.").html
        assert f'<div class="callout callout--{kind}" role="note">' in html
        assert re.search(
            rf'<p class="callout__title"><svg[^>]*aria-hidden="true">.*</svg>{kind.title()}</p>', html, re.DOTALL
        )
        assert "<strong>first</strong>" in html

    def test_a_quotation_is_none(self):
        assert "callout" not in markdown.article("> [!NOTHING]\n> x").html

    def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches(self):
        html = markdown.article("| a | b |\n|---|--:|\n| 1 | 2 |").html
        assert '<div class="table-scroll" role="group" tabindex="0" aria-label="Table"><table>' in html
        assert '<td class="to-right">2</td>' in html
        assert '<th scope="col">a</th>' in html.replace(' class=""', "")

    def test_the_outermost_numbered_list_is_steps(self):
        html = markdown.article("3. one\n4. two\n   1. deep").html
        assert html.count("how-to") == 1
        assert re.search(r'<ol (?=[^>]*start="3")(?=[^>]*class="how-to")(?=[^>]*role="list")', html)

    def test_a_picture_alone_is_a_figure_with_its_caption(self):
        html = markdown.article(f'![The form]({FILE}/the%20form.png "Where to type")').html
        assert html.startswith(f'<figure><img src="{FILE}/the%20form.png" alt="The form"')
        assert 'loading="lazy"' in html
        assert "<figcaption>Where to type</figcaption></figure>" in html

    def test_code_is_letters(self):
        assert "<pre><code>&lt;b&gt; &amp;amp;\n</code></pre>" in markdown.article("```html\n<b> &amp;\n```").html


class TestSearching:
    """What is written becomes words and headings."""

    def test_without_marks(self):
        words = markdown.text_of(
            f"# Set *up*\n\nUse [the form](/k/3).\nNow\n\n| a | b |\n|---|---|\n| c | d |\n\n> [!TIP]\n> Save\n\n"
            f"```\ncode  here\n```\n\n![A shot]({FILE}/a.png)\n\n## Then"
        )
        assert words.text == "Set up Use the form. Now a b c d Save code here A shot Then"
        assert words.headings == ("Set up", "Then")

    @pytest.mark.parametrize("text", ["", None])
    def test_nothing_is_nothing(self, text):
        assert markdown.text_of(text) == ("", ())
        assert markdown.article(text) == ("", ())


def test_the_same_text_is_rendered_once():
    assert markdown.article("The same *text*") is markdown.article("The same *text*")


@pytest.mark.parametrize(
    "part",
    ["[", "![", "[a](", f"![a]({FILE}/a.png) ", "> ", "> [!NOTE]\n", "> [!NOTE]\n\n", "*a_", "`", "# a\n", "[x]: /a\n",
     "|a", "1. ", "- a\n ", "http://", "www.a.bc ", "a@b.cd ", "<a", "&#", "~~", "[x](#a) ", "a|b\n-|-\n", "\\", "x"],
)  # fmt: skip
def test_a_hostile_text_takes_little_time(part):
    text = (part * (50_000 // len(part))) + "]" * 100
    began = time.process_time()  # of this process alone, however busy the machine is
    markdown.article(text)
    markdown.text_of(text)
    assert time.process_time() - began < 3

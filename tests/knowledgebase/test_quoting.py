"""An article in a reply: a link that stays, or its words with every address in full."""

import time

import pytest

from knowledgebase import quoting
from knowledgebase.models import Article

ORIGIN = "https://help.acme.test"


def text(body):
    return quoting.as_text(Article(number=318, title="Mail", body=body), origin=ORIGIN)


def test_a_link_is_the_short_one_and_its_words_are_words():
    link = quoting.as_link(Article(number=318, title="[New] *mail* <b>"), origin=ORIGIN)
    assert link == r"[\[New\] \*mail\* \<b\>](https://help.acme.test/k/318)"


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("# One\n\nWords\n\n## Two", "### One\n\nWords\n\n#### Two"),
        ("One\n===\nTwo\n---\nWords", "### One\n#### Two\nWords"),
        ("```\n# comment\n![x](/articles/files/a)\n```", "```\n# comment\n![x](/articles/files/a)\n```"),
        ("    # code", "    # code"),
        ("![Menu](/articles/files/abcdefghijklmnopq/menu.png \"The menu\")",
         "[Menu](https://help.acme.test/articles/files/abcdefghijklmnopq/menu.png)"),
        ("![A cat](https://elsewhere.test/cat.png) sat", "A cat sat"),
        ("[Plans](/k/319#prices), [here](#before-you-begin), [out](https://x.test/a)",
         "[Plans](https://help.acme.test/k/319#prices), [here](https://help.acme.test/k/318#s-before-you-begin), "
         "[out](https://x.test/a)"),
        ("[x](//elsewhere.test)", "[x](//elsewhere.test)"),
        ("> [!TIP]\n> Do it now.", "> **Tip**\n> Do it now."),
    ],
)  # fmt: skip
def test_the_words_fit_into_a_conversation(written, quoted):
    assert text(written) == quoted


@pytest.mark.parametrize("half", ["![](", "![", "[", "![a]["])
def test_what_was_written_to_take_long_does_not(half):
    begun = time.monotonic()
    text(half * (100_000 // len(half)))
    assert time.monotonic() - begun < 3

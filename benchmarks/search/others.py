"""What the search is compared with: BM25 in memory, and what a database does without any index of words."""

from collections.abc import Callable

from benchmarks.search.corpus import Page, words

_DEPTH = 10


def bm25(pages: list[Page]) -> Callable[[str], list[str]]:
    """Return a search by BM25 over stems, the title eight times, without stop words."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def stems(text):
        return bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(stems([f"{page.title}\n" * 8 + page.text for page in pages]), show_progress=False)

    def find(text: str) -> list[str]:
        places, _ = index.retrieve(stems(text), k=_DEPTH, show_progress=False)
        return [pages[place].key for place in places[0]]

    return find


def substring(pages: list[Page]) -> Callable[[str], list[str]]:
    """Return a search for pages that hold the whole question, in their title first: `icontains` on two columns."""
    texts = [(page.key, page.title.lower(), page.text.lower()) for page in pages]

    def find(text: str) -> list[str]:
        wanted = " ".join(text.lower().split())
        in_title = [key for key, title, _ in texts if wanted in title]
        in_text = [key for key, title, body in texts if wanted in body and wanted not in title]
        return (in_title + in_text)[:_DEPTH] if words(wanted) else []

    return find

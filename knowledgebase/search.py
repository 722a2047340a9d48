"""Finding articles by what people type. Nobody finds, counts or sees marked what they may not read.

    results = search.find("how do I chnage my pasword", reader=request.user)

What a question means is worked out in questions.py, the order in ranking.py.
"""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from knowledgebase import access
from knowledgebase.models import Article, ArticleCategory, SearchEntry, SearchRules
from knowledgebase.searching import questions
from knowledgebase.searching.highlighting import marked, snippet
from knowledgebase.searching.questions import Question
from knowledgebase.searching.ranking import rank
from knowledgebase.searching.vocabulary import Vocabulary

# Nobody reads on from here: another question finds sooner.
MOST = 100
_LARGEST_PAGE = 50


@dataclass(frozen=True)
class Hit:
    """An article that was found, with the words that were looked for in <mark>."""

    article: Article
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    """What a search found; true if it found anything."""

    question: str
    level: int
    hits: list[Hit] = field(default_factory=list)
    # At most MOST; count_is_more says that there is more.
    count: int = 0
    count_is_more: bool = False
    page: int = 1
    pages: int = 1
    # As typed and as understood, word by word; `understood` is the question with them put in, "" without any.
    corrected: list[tuple[str, str]] = field(default_factory=list)
    understood: str = ""
    # Nothing has all of the words; these have most of them.
    is_partial: bool = False

    def __bool__(self):
        return bool(self.hits)


def find(
    question: str,
    *,
    reader,
    category: ArticleCategory | None = None,
    page: int = 1,
    size: int = 10,
    typing: bool = False,
) -> Results:
    """Return one page of the articles that answer a question, the best first; `typing` says that it is unfinished."""
    question = " ".join(question.split())[: questions.LONGEST]
    return _find(question, reader=reader, category=category, page=page, size=size, typing=typing)


def suggest(text: str, *, reader, size: int = 5) -> list[Hit]:
    """Return the articles that answer a text which is still being typed: a subject, a description, a reply."""
    return _find(text, reader=reader, size=size, typing=True).hits


def explain(question: str, *, reader, rules: SearchRules) -> tuple[Question, Results]:
    """Return how a question is understood by these rules, and what it finds, for those who set them."""
    question = " ".join(question.split())[: questions.LONGEST]
    understood = questions.understand(question, vocabulary=Vocabulary(access.level(reader)), rules=rules)
    return understood, _answer(question, understood, reader=reader, size=5)


def _find(text: str, *, reader, typing: bool = False, **how) -> Results:
    vocabulary = Vocabulary(access.level(reader))
    question = questions.understand(text, vocabulary=vocabulary, rules=SearchRules.current(), typing=typing)
    return _answer(text, question, reader=reader, **how)


def _answer(text: str, question: Question, *, reader, category=None, page: int = 1, size: int = 10) -> Results:
    level = access.level(reader)
    within = category and [category.pk, *category.subcategories.values_list("pk", flat=True)]
    ranked = rank(question.terms, level=level, categories=within)
    size = min(max(size, 1), _LARGEST_PAGE)
    count = min(len(ranked), MOST)
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    shown = [one.article_id for one in ranked[:MOST][(page - 1) * size : page * size]]
    return Results(
        question=text,
        level=level,
        hits=_hits(shown, question.forms, reader),
        count=count,
        count_is_more=len(ranked) > MOST,
        page=page,
        pages=pages,
        corrected=question.corrected if ranked else [],
        understood=question.understood if ranked else "",
        is_partial=bool(ranked) and not any(one.has_all for one in ranked),
    )


def _hits(ids: list[int], forms: set[str], reader) -> list[Hit]:
    """Return these articles as far as the reader may read them now, whatever the index says."""
    articles = access.readable(reader).select_related("category__parent").defer("body").in_bulk(ids)
    plain = dict(SearchEntry.objects.filter(article__in=ids).values_list("article", "plain"))
    return [
        Hit(
            article=articles[pk],
            title=marked(articles[pk].title, forms),
            snippet=snippet(plain.get(pk, ""), articles[pk].summary, forms),
        )
        for pk in ids
        if pk in articles
    ]

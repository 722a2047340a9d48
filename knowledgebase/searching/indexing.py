"""Keeps what the search looks into in line with the published articles.

An entry's text is a tsvector of our own making, so that a word is the same for articles, questions and counts:

- each stem with its places, weighted A in the title, B in keywords, in the summary and in how the body begins,
  C in headings (where it counts once more than in the body), D in the body;
- "=stem" for each stem of the title once more, so that a look into the index tells titles from the rest;
- "@" and the tenant's id, so that one index serves all tenants and a search stays with its own.

Words that say nothing ("the") are left out and leave no gap, but for the title, which may consist of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast

from knowledgebase.models import Article, SearchEntry, SearchIndex, SearchRules, Visibility
from knowledgebase.searching import words
from knowledgebase.searching.languages import dictionary, stems_of
from shared.markdown.articles import text_of
from tenants.scope import current_tenant_id

_BATCH = 100
# Places between two parts of an article, so that nothing is a neighbour across them.
_GAP = 5
# PostgreSQL counts places up to 16383, and 256 of one word.
_MOST_WORDS = 16_000
_LONGEST_PLAIN = 50_000
# The words an article begins with say what it is about.
_LEAD = 50

# In the order of the words; nobody else writes in this tenant meanwhile (see _lock).
_COUNT = """
    INSERT INTO knowledgebase_word (tenant_id, word, reversed, stem, in_public, in_signed_in, in_staff)
    SELECT %s, word, reverse(word), stem, public, signed_in, staff
    FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::int[])
      AS counted (word, stem, public, signed_in, staff)
    ON CONFLICT (tenant_id, word) DO UPDATE SET
      in_public = knowledgebase_word.in_public + excluded.in_public,
      in_signed_in = knowledgebase_word.in_signed_in + excluded.in_signed_in,
      in_staff = knowledgebase_word.in_staff + excluded.in_staff
"""
_FORGET = """
    DELETE FROM knowledgebase_word
    WHERE tenant_id = %s AND word = ANY (%s) AND in_public <= 0 AND in_signed_in <= 0 AND in_staff <= 0
"""
_STEM_AGAIN = """
    UPDATE knowledgebase_word SET stem = coalesce((ts_lexize(%s::regdictionary, word))[1], '') WHERE tenant_id = %s
"""


def index(article: Article) -> None:
    """Bring the entry of an article in line with it: made, made again, or taken away. May be repeated."""
    index_many([article])


@transaction.atomic
def index_many(articles: Iterable[Article]) -> None:
    """Bring the entries of several articles in line with them."""
    state = _lock()
    wanted = {article.pk for article in articles}
    entries = SearchEntry.objects.filter(article__in=wanted).defer("text", "plain")
    # Read again under the lock: what was handed over may have changed since.
    shown = list(Article.objects.published().filter(pk__in=wanted))
    changes = _Changes()
    for entry in entries:
        changes.less(entry)
    made = _entries(shown, state.language)
    for entry in made:
        changes.more(entry)
    gone = wanted - {article.pk for article in shown}
    SearchEntry.objects.filter(article__in=gone).delete()
    SearchEntry.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["tenant", "article"],
        update_fields=["level", "category", "text", "title_length", "length", "plain", "words"],
    )
    changes.write(state)


def is_in_its_language() -> bool:
    """Whether the entries are made in the language that the rules name."""
    made = SearchIndex.objects.first()
    return made is None or made.language == SearchRules.current().language


def rebuild() -> int:
    """Make all entries of the open scope's tenant again, in the language of its rules; return how many there are.

    Searches go on meanwhile, and find by the old entries what has not had its turn yet.
    """
    language = SearchRules.current().language
    with transaction.atomic():
        state = _lock()
        if state.language != language:
            state.language = language
            state.save(update_fields=["language"])
            _run(_STEM_AGAIN, dictionary(language), current_tenant_id())
    there = set(SearchEntry.objects.values_list("article", flat=True))
    shown = set(Article.objects.published().values_list("pk", flat=True))
    everything = sorted(there | shown)
    for begin in range(0, len(everything), _BATCH):
        index_many([Article(pk=pk) for pk in everything[begin : begin + _BATCH]])
    return len(shown)


def _lock() -> SearchIndex:
    """Return what the tenant's entries are made with, locked: entries of one tenant change one after the other."""
    language = SearchRules.current().language
    SearchIndex.objects.bulk_create([SearchIndex(language=language)], ignore_conflicts=True)
    return SearchIndex.objects.select_for_update(no_key=True).get()


def _entries(articles: list[Article], language: str) -> list[SearchEntry]:
    parts = {article.pk: _parts(article) for article in articles}
    vocabulary = {word for said in parts.values() for _, part in said for word in part}
    stems = stems_of(sorted(vocabulary), language)
    return [_entry(article, parts[article.pk], stems) for article in articles]


def _parts(article: Article) -> list[tuple[str, list[str]]]:
    """Return the words of the parts of an article, each with its weight."""
    body = text_of(article.body)
    article.plain = words.tidy(body.text)[:_LONGEST_PLAIN]
    said = words.words(body.text)
    return [
        ("A", words.words(article.title)),
        ("B", words.words(article.keywords)),
        ("B", words.words(article.summary)),
        ("B", said[:_LEAD]),
        ("D", said[_LEAD:_MOST_WORDS]),
        *(("C", words.words(heading)) for heading in body.headings),
    ]


def _entry(article: Article, parts: list[tuple[str, list[str]]], stems: dict[str, str | None]) -> SearchEntry:
    places: dict[str, list[str]] = defaultdict(list)
    place = length = 0
    for weight, part in parts:
        is_title = weight == "A"
        for word in part:
            stem = stems[word] or (word if is_title else None)
            if stem:
                place += 1
                length += 1
                places[stem].append(f"{place}{weight}")
                if is_title:
                    places[f"={stem}"].append(str(place))
        if is_title:
            title_length = length
        place += _GAP
    text = " ".join([f"'@{current_tenant_id()}'", *(f"'{stem}':{','.join(at)}" for stem, at in places.items())])
    return SearchEntry(
        article=article,
        level=article.visibility,
        category_id=article.category_id,
        text=Cast(Value(text), SearchVectorField()),
        title_length=title_length,
        length=length,
        plain=article.plain,
        words=" ".join(sorted({word for _, part in parts for word in part})),
    )


class _Changes:
    """How the counts of the words and of the entries change, for each level."""

    def __init__(self):
        self._words: dict[str, Counter] = defaultdict(Counter)
        self._entries: Counter = Counter()

    def more(self, entry: SearchEntry) -> None:
        self._count(entry, 1)

    def less(self, entry: SearchEntry) -> None:
        self._count(entry, -1)

    def _count(self, entry, number):
        self._entries[entry.level] += number
        for word in entry.words.split():
            self._words[word][entry.level] += number

    def write(self, state: SearchIndex) -> None:
        """Add them to what is counted already."""
        changed = sorted(word for word, by_level in self._words.items() if any(by_level.values()))
        if changed:
            stems = stems_of(changed, state.language)
            columns = [[self._words[word][level] for word in changed] for level in Visibility]
            _run(_COUNT, current_tenant_id(), changed, [stems[word] or "" for word in changed], *columns)
            _run(_FORGET, current_tenant_id(), changed)
        state.in_public = F("in_public") + self._entries[Visibility.PUBLIC]
        state.in_signed_in = F("in_signed_in") + self._entries[Visibility.SIGNED_IN]
        state.in_staff = F("in_staff") + self._entries[Visibility.STAFF]
        state.save(update_fields=["in_public", "in_signed_in", "in_staff"])


def _run(sql: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)

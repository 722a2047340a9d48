"""The words of the tenant's published articles, as far as this reader may read them.

What is counted, completed, corrected or marked comes from here, so nothing about an article shows
through to somebody who may not read it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from knowledgebase.models import SearchIndex, Visibility
from knowledgebase.searching.languages import dictionary
from tenants.scope import current_tenant_id

# For each level, the counts of everything that it may read.
_COUNTS = {
    Visibility.PUBLIC: "in_public",
    Visibility.SIGNED_IN: "in_public + in_signed_in",
    Visibility.STAFF: "in_public + in_signed_in + in_staff",
}
_MOST_SIMILAR = 1000
_MOST_COMPLETED = 300

# OFFSET 0: worked out before the join, or row-level security would keep the join from using the index.
_LOOK_UP = """
    SELECT asked.word, asked.stem, known.word, {count}
    FROM (
      SELECT word, (ts_lexize(%s::regdictionary, word))[1] AS stem FROM unnest(%s::text[]) AS word OFFSET 0
    ) AS asked
    LEFT JOIN knowledgebase_word known ON known.tenant_id = %s AND known.stem = asked.stem AND {count} > 0
"""
# Two ranges, one of the words and one of the words backwards: each is one look into an index.
_SIMILAR = """
    SELECT asked.word, near.*
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (word, head, head_end), LATERAL (
      SELECT known.word, known.stem, {count} FROM knowledgebase_word known
      WHERE known.tenant_id = %s AND known.word >= asked.head AND known.word < asked.head_end
        AND abs(length(known.word) - length(asked.word)) <= 1 AND {count} > 0 AND known.stem <> ''
      LIMIT %s
    ) near
    UNION ALL
    SELECT asked.word, near.*
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (word, tail, tail_end), LATERAL (
      SELECT known.word, known.stem, {count} FROM knowledgebase_word known
      WHERE known.tenant_id = %s AND known.reversed >= asked.tail AND known.reversed < asked.tail_end
        AND abs(length(known.word) - length(asked.word)) <= 1 AND {count} > 0 AND known.stem <> ''
      LIMIT %s
    ) near
"""
_COMPLETED = """
    SELECT word, stem, {count} AS number FROM knowledgebase_word
    WHERE tenant_id = %s AND word >= %s AND word < %s AND {count} > 0 AND stem <> ''
    ORDER BY number DESC, word LIMIT %s
"""


class Known(NamedTuple):
    """A word of the vocabulary."""

    word: str
    stem: str
    count: int


@dataclass
class Meaning:
    """What the vocabulary knows about a word that was asked for; no stem means that it says nothing ("the")."""

    stem: str | None
    forms: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """In how many articles it stands, nearly: its most frequent form. The sum would count some of them twice."""
        return max(self.forms.values(), default=0)


class Vocabulary:
    """The words that a level of readers may read, in the language of the index."""

    def __init__(self, level: int):
        self._count = _COUNTS[Visibility(level)]
        index = SearchIndex.objects.first()
        self.articles = _up_to(level, index) if index else 0
        self._dictionary = dictionary(index.language if index else "")

    def look_up(self, words: list[str]) -> dict[str, Meaning]:
        """Return the stem, and the forms that there are of it, for each word."""
        found: dict[str, Meaning] = {}
        for word, stem, form, count in self._rows(_LOOK_UP, self._dictionary, words, current_tenant_id()):
            meaning = found.setdefault(word, Meaning(stem))
            if form:
                meaning.forms[form] = count
        return found

    def similar(self, words: list[str]) -> dict[str, list[Known]]:
        """Return what might be meant by each word: all that share its first or its second half."""
        # One edit leaves one of the halves whole, but for two letters in the middle that changed places.
        heads = [(word, word[: len(word) // 2]) for word in words]
        tails = [(word, word[: len(word) // 2 - 1 : -1]) for word in words]
        heads += [(word, _swap_middle(word)) for word in words]
        here = current_tenant_id()
        rows = self._rows(_SIMILAR, *_ranges(heads), here, _MOST_SIMILAR, *_ranges(tails), here, _MOST_SIMILAR)
        found: dict[str, list[Known]] = {word: [] for word in words}
        for asked, word, stem, count in set(rows):
            found[asked].append(Known(word, stem, count))
        return found

    def completed(self, beginning: str) -> list[Known]:
        """Return the words that begin so, the most frequent first."""
        rows = self._rows(_COMPLETED, current_tenant_id(), beginning, beginning + _AFTER_ALL, _MOST_COMPLETED)
        return [Known(*row) for row in rows]

    def _rows(self, sql: str, *parameters) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql.format(count=self._count), parameters)
            return cursor.fetchall()


# No word is sorted behind it, whatever a beginning is followed by.
_AFTER_ALL = "\U0010ffff"


def _ranges(pairs):
    return [word for word, _ in pairs], [begin for _, begin in pairs], [begin + _AFTER_ALL for _, begin in pairs]


def _swap_middle(word: str) -> str:
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] if middle else word


def _up_to(level: int, index: SearchIndex) -> int:
    return sum((index.in_public, index.in_signed_in, index.in_staff)[: level + 1])

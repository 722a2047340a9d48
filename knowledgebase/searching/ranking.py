"""Which articles may answer a question, and in which order.

The database proposes: the articles that have all terms, that have terms in their titles, that have the rarest ones;
a bounded number, however common the words are. It is the function knowledgebase_candidates, which also measures each
proposal (docs/decisions/0008-search.md says why it is a function). The order is made here: BM25 over two fields, with
a bonus for a title that the question covers and one for words that stand together.
"""

from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from knowledgebase.searching.questions import Term, Wording

# As many as a search ranks, whatever it finds.
_BUDGET = 200
_SOME, _FEW = 70, 35
# An article with less than this share of what was asked is no answer.
_LEAST = 0.3

_TITLE = 5.0
# The function counts a word of the body as a half, because its largest weight is 1.
_TEXT = 2.0
_USUAL_TITLE = 2.5
_TITLE_LENGTH = 0.5
_USUAL_LENGTH = 180.0
_LENGTH = 0.75
_SATURATION = 1.5
_ALL_TERMS = 0.3
_COVERED = 0.4
_TOGETHER = 0.4
_REVERSED = 0.5

_CANDIDATES = """
    SELECT article_id, title_length, length, in_title, in_text, together
    FROM knowledgebase_candidates(
      %s::tsquery[], %s::integer[], %s, %s::tsquery[], %s::tsquery[], %s::tsquery[], %s::smallint, %s::bigint[])
"""


@dataclass(frozen=True)
class Ranked:
    """An article's place: its score, and whether it has all that was asked."""

    article_id: int
    score: float
    has_all: bool


def rank(terms: list[Term], *, level: int, categories: list[int] | None = None) -> list[Ranked]:
    """Return what answers the terms, the best first, among what readers of a level may read."""
    if not terms:
        return []
    wordings = [wording for term in terms for wording in term.wordings]
    pairs = _pairs(terms)
    clauses = _clauses(terms)
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            [
                [query for query, _ in clauses],
                [most for _, most in clauses],
                _BUDGET,
                [_query(wording, "=") for wording in wordings],
                [_query(wording) for wording in wordings],
                [query for _, _, query in pairs],
                level,
                categories,
            ],
        )
        rows = cursor.fetchall()
    weigh = _Scale(terms, pairs)
    found = [ranked for row in rows if (ranked := weigh(*row))]
    return sorted(found, key=lambda ranked: (-ranked.score, ranked.article_id))


class _Scale:
    """Weighs articles against the terms of one question."""

    def __init__(self, terms: list[Term], pairs):
        self._worth = [[wording.weight * wording.rarity for wording in term.wordings] for term in terms]
        known = [term.rarity for term in terms if term.count]
        # A word that stands nowhere is as rare as can be, and says nothing about what is an answer.
        unknown = sum(known) / len(known) if known else 1.0
        self._asked = sum(known) + unknown * (len(terms) - len(known))
        self._pairs = [worth for worth, _, _ in pairs]

    def __call__(self, article_id, title_length, length, in_title, in_text, together) -> Ranked | None:
        title_norm = 1 - _TITLE_LENGTH + _TITLE_LENGTH * title_length / _USUAL_TITLE
        length_norm = 1 - _LENGTH + _LENGTH * length / _USUAL_LENGTH
        score = had = covered = 0.0
        missing = titled = place = 0
        for worth in self._worth:
            best, best_had, best_covered = 0.0, 0.0, 0.0
            for value in worth:
                there = _TEXT * in_text[place] / length_norm
                if in_title[place]:
                    there += _TITLE / title_norm
                    best_covered = max(best_covered, value)
                if there:
                    best = max(best, value * there / (there + _SATURATION))
                    best_had = max(best_had, value)
                place += 1
            score += best
            had += best_had
            covered += best_covered
            missing += not best_had
            titled += best_covered > 0
        share = had / self._asked
        if share < _LEAST:
            return None
        score *= share**_ALL_TERMS
        if titled and title_length:
            score += _COVERED * covered * min(1.0, titled / title_length) ** 0.75
        score += _TOGETHER * sum(worth for worth, is_there in zip(self._pairs, together, strict=True) if is_there)
        return Ranked(article_id, score, not missing)


def _clauses(terms: list[Term]) -> list[tuple[str, int]]:
    """Return queries that propose articles, each with the most that it may propose."""
    anywhere = [_any(_query(wording) for wording in term.wordings) for term in terms]
    if sum(term.count for term in terms) <= _BUDGET:
        return [(_any(anywhere), _BUDGET)]
    in_title = [_any(_query(wording, "=") for wording in term.wordings) for term in terms]
    rarest, *others = sorted(range(len(terms)), key=lambda place: terms[place].count)
    # What is most promising comes first: when there are enough proposals, the rest is not asked.
    clauses = [(in_title[place], _FEW) for place in (rarest, *others[:1])]
    # Otherwise the rarest alone proposes all that have all terms.
    is_needed = bool(others) and terms[rarest].count > _SOME
    if is_needed:
        clauses += [(_all(in_title), _FEW), (_all([*anywhere, _any(in_title)]), _SOME)]
    left = _BUDGET
    for place in (rarest, *others):
        left -= terms[place].count
        if left < 0 and place != rarest:
            break
        clauses.append((anywhere[place], _SOME))
    if is_needed:
        clauses.append((_all(anywhere), _SOME))
    if len(others) > 1:
        # An article that lacks another term has the rarest one.
        but_one = _any(_all(anywhere[:place] + anywhere[place + 1 :]) for place in (rarest, others[0]))
        clauses.append((_all([but_one, _any(in_title)]), _SOME))
    return clauses


def _pairs(terms: list[Term]) -> list[tuple[float, str, str]]:
    """Return what it is worth that neighbouring terms stand together, and the query for it; reversed, half of that."""
    pairs = []
    for first, second in pairwise(terms):
        worth = min(first.rarity, second.rarity)
        one, other = (_any(_query(wording) for wording in term.wordings) for term in (first, second))
        pairs += [
            (worth * _REVERSED, "", _any([f"({one} <-> {other})", f"({other} <-> {one})"])),
            (worth * (1 - _REVERSED), "", f"({one} <-> {other})"),
        ]
    return pairs


def _query(wording: Wording, mark: str = "") -> str:
    # Stems hold letters and digits alone, so nothing has to be escaped.
    stems = [f"'{mark}{stem}'" for stem in wording.stems]
    return stems[0] if len(stems) == 1 else f"({' <-> '.join(stems)})"


def _any(queries) -> str:
    return f"({' | '.join(queries)})"


def _all(queries) -> str:
    return f"({' & '.join(queries)})"

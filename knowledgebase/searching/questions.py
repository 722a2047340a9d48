"""What a question asks for: its words without stop phrases, corrected, completed, and with their synonyms.

The result is a list of terms that an article should all have. A term is one or more wordings, each with a weight;
a wording is one stem, or several that follow each other.
"""

import math
from dataclasses import dataclass, field, replace
from itertools import chain

from knowledgebase.models import SearchRules
from knowledgebase.searching import correction, words
from knowledgebase.searching.vocabulary import Meaning, Vocabulary

# Characters that are read, and terms that are looked for: of more, those that say most.
LONGEST = 300
_LONGEST_TEXT = 2000
MOST_TERMS = 12
_MOST_WORDS = 60
_MOST_CORRECTED = 4
_MOST_COMPLETED = 8
_SYNONYM = 0.9
# A word that is there as typed is probably the one that was meant, though it may be the beginning of another.
_LONGER = 0.5
_MOST_LINES = 500
_MOST_IN_GROUP = 12


@dataclass(frozen=True)
class Wording:
    """One way to say a term: in words, its stems in a row, how much it counts (0 to 1), and how rare it is."""

    said: str
    stems: tuple[str, ...]
    weight: float
    rarity: float
    count: int


@dataclass(frozen=True)
class Term:
    """One thing that is asked for."""

    wordings: tuple[Wording, ...]

    @property
    def count(self) -> int:
        """In how many articles it stands, about."""
        return sum(wording.count for wording in self.wordings)

    @property
    def rarity(self) -> float:
        """How much it says when an article has it."""
        return max(wording.weight * wording.rarity for wording in self.wordings)


@dataclass
class Question:
    """A question as it was understood."""

    terms: list[Term] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    # Folded words to mark in what was found.
    forms: set[str] = field(default_factory=set)
    understood: str = ""


Phrase = tuple[str, ...]


class Rules:
    """What an admin set, in a form that questions can be compared with."""

    def __init__(self, rules: SearchRules):
        self.stop_phrases = {phrase for line in _lines(rules.stop_phrases) if (phrase := tuple(words.words(line)))}
        self.synonyms: dict[Phrase, list[Phrase]] = {}
        for line in _lines(rules.synonyms):
            group = [phrase for part in line.split(",") if (phrase := tuple(words.words(part)))][:_MOST_IN_GROUP]
            for phrase in group:
                there = self.synonyms.setdefault(phrase, [])
                there += [other for other in group if other != phrase and other not in there]

    @property
    def longest(self) -> int:
        """The words of the longest phrase that means anything here."""
        return max(map(len, chain(self.stop_phrases, self.synonyms)), default=1)


@dataclass
class _Part:
    """One word of the question, or a phrase that has synonyms."""

    phrase: Phrase
    others: list[Phrase]
    is_last: bool


def understand(text: str, *, vocabulary: Vocabulary, rules: SearchRules, typing: bool = False) -> Question:
    """Return what a text asks for; without a word in it, a question without terms."""
    text = words.tidy(text[:_LONGEST_TEXT])
    tokens = words.tokens(text)[:_MOST_WORDS]
    question = Question()
    # A space or a full stop behind the last word says that it is finished.
    is_unfinished = typing and bool(tokens) and tokens[-1].end == len(text)
    parts = _parts(tokens, Rules(rules), question)
    phrases = [phrase for part in parts for phrase in (part.phrase, *part.others)]
    meanings = vocabulary.look_up(sorted(set(chain.from_iterable(phrases))))
    telling = [part for part in parts if any(meanings[word].stem for word in part.phrase)] or parts
    unknown = [part.phrase[0] for part in telling if len(part.phrase) == 1 and _is_unknown(part.phrase[0], meanings)]
    unknown = [word for word in dict.fromkeys(unknown) if len(word) >= correction.SHORTEST][:_MOST_CORRECTED]
    made = _Making(vocabulary, meanings, question, vocabulary.similar(unknown) if unknown else {})
    terms = {}
    for part in telling:
        term = made.term(part, is_unfinished=is_unfinished and part.is_last)
        terms.setdefault(term.wordings[0].stems, term)
    question.terms = list(terms.values())
    if len(question.terms) > MOST_TERMS:
        dearest = sorted(question.terms, key=lambda term: (term.count == 0, -term.rarity))[:MOST_TERMS]
        question.terms = [term for term in question.terms if term in dearest]
    question.understood = _understood(text, tokens, dict(question.corrected))
    return question


class _Making:
    """Makes terms of the parts of one question."""

    def __init__(self, vocabulary, meanings: dict[str, Meaning], question: Question, similar):
        self._vocabulary, self._meanings, self._question, self._similar = vocabulary, meanings, question, similar

    def term(self, part: _Part, *, is_unfinished: bool) -> Term:
        wordings = {}
        for wording in self._wordings(part, is_unfinished):
            if wording.stems not in wordings or wordings[wording.stems].weight < wording.weight:
                wordings[wording.stems] = wording
        return Term(tuple(wordings.values()))

    def _wordings(self, part: _Part, is_unfinished: bool):
        word = part.phrase[0]
        own = self._said(part.phrase, 1.0)
        is_known = own.count > 0
        others = [self._said(phrase, _SYNONYM) for phrase in part.others]
        others = [other for other in others if other.stems and other.count]
        if others:
            # Rare words among common synonyms say no more than these.
            rarity = self._rarity(own.count + sum(other.count for other in others))
            return [replace(one, rarity=rarity) for one in (own, *others)]
        longer = self._longer(word, 1.0 if not is_known else _LONGER) if is_unfinished and len(part.phrase) == 1 else []
        if is_known or longer:
            return [own, *longer] if is_known else longer
        meant = correction.corrections(word, self._similar.get(word, ()))
        if not meant:
            return [own]
        self._question.corrected.append((word, meant[0][0].word))
        return self._by_stem(meant)

    def _said(self, phrase: Phrase, weight: float) -> Wording:
        """Return the wording of a phrase: the stems of its words, without those that say nothing."""
        meanings = [self._meanings[word] for word in phrase]
        telling = [meaning for meaning in meanings if meaning.stem]
        stems = tuple(meaning.stem for meaning in telling) or phrase
        count = min((meaning.count for meaning in telling), default=0)
        for meaning in telling:
            self._question.forms.update(meaning.forms)
        return Wording(" ".join(phrase), stems, weight, self._rarity(count), count)

    def _longer(self, beginning: str, weight: float) -> list[Wording]:
        found = [known for known in self._vocabulary.completed(beginning) if known.word != beginning]
        return self._by_stem([(known, weight) for known in found])

    def _by_stem(self, weighed) -> list[Wording]:
        """Return one wording for each stem of these words, as likely as its likeliest word."""
        by_stem: dict[str, list] = {}
        for known, weight in weighed:
            if known.stem in by_stem or len(by_stem) < _MOST_COMPLETED:
                by_stem.setdefault(known.stem, []).append((known, weight))
                self._question.forms.add(known.word)
        found = []
        for stem, of_stem in by_stem.items():
            count = max(known.count for known, _ in of_stem)
            likeliest, weight = max(of_stem, key=lambda pair: pair[1])
            found.append(Wording(likeliest.word, (stem,), weight, self._rarity(count), count))
        return found

    def _rarity(self, count: int) -> float:
        everything = self._vocabulary.articles
        count = min(count, everything)
        return math.log1p((everything - count + 0.5) / (count + 0.5))


def _is_unknown(word: str, meanings: dict[str, Meaning]) -> bool:
    return bool(meanings[word].stem) and not meanings[word].forms


def _parts(tokens, rules: Rules, question: Question) -> list[_Part]:
    """Cut a question into words and phrases that have synonyms; note the stop phrases that are left out."""
    parts, place, longest = [], 0, rules.longest
    said = [token.word for token in tokens]
    while place < len(said):
        for length in range(min(longest, len(said) - place), 0, -1):
            phrase = tuple(said[place : place + length])
            if phrase in rules.stop_phrases:
                question.left_out.append(" ".join(phrase))
                break
            if length == 1 or phrase in rules.synonyms:
                parts.append(_Part(phrase, rules.synonyms.get(phrase, []), place + length == len(said)))
                break
        place += length
    # A question of nothing but stop phrases means them.
    return parts or [_Part((word,), [], word is said[-1]) for word in said]


def _understood(text: str, tokens, corrected: dict[str, str]) -> str:
    """Return the question with its corrections put in, "" when there are none."""
    if not corrected:
        return ""
    out, end = [], 0
    for token in tokens:
        out += [text[end : token.start], corrected.get(token.word, text[token.start : token.end])]
        end = token.end
    return "".join([*out, text[end:]])[:LONGEST]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines()[:_MOST_LINES] if line.strip()]

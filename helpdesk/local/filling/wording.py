"""What people write: readable sentences, in which words are as frequent as in a living helpdesk.

A few words are everywhere, most are rare (Zipf's law): sentences are made of patterns whose gaps are filled with words
by rank, and messages name things that hardly anybody else names. Some words stand in a known share of the tickets.
"""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from knowledgebase.searching.languages import stems_of
from knowledgebase.searching.words import words

# In which share of all tickets a word stands that stands nowhere else.
KNOWN = {"dashboard": 1 / 3, "webhook": 1 / 50, "zeppelin": 1 / 10_000}
_KNOWN_SENTENCE = {
    "dashboard": "It looks the same on the dashboard.",
    "webhook": "The webhook is the only part that still answers.",
    "zeppelin": "The order was for the zeppelin poster.",
}
_BANK, _RARE = 6_000, 40_000

_THINGS = """
 invoice payment account order page site password domain mailbox message card refund price plan file backup
 server login form button error link photo address name phone contract renewal certificate plugin theme shop
 basket delivery parcel address report list export import calendar contact folder signature newsletter filter
 spam quota upload download browser tablet printer code discount voucher tax receipt currency bank transfer
 subscription trial licence key token session profile picture language translation font colour menu header
 footer banner gallery video map search comment review rating product category stock warehouse supplier
 customer colleague office branch
""".split()
_STATES = """
 wrong missing late empty slow broken blank locked double old hidden unreadable blocked full expired different
 incomplete strange foreign cancelled
""".split()
_WHENS = (
    "this morning", "since yesterday", "since the update", "again and again", "every evening", "on my phone",
    "on both computers", "for a week", "after signing in", "when I print", "before the weekend", "in every browser",
    "only sometimes", "since we moved", "at the end of the month",
)  # fmt: skip
_PATTERNS = {
    "asks": (
        "The {thing} is {state} {when}.", "I cannot open the {thing} of our {other}.", "Where do I find the {thing}?",
        "Our {thing} shows a {state} {other} {when}.", "I changed the {thing}, and now the {other} is {state}.",
        "Can you check the {thing} for {name}?", "It says that the {thing} is {state}.", "We need the {thing} today.",
        "Nobody here can see the {thing} of {name} {when}.", "The {thing} was fine before, the {other} is {state} now.",
        "I tried another {thing}, and it did not help.", "Is there a way to move the {thing} to another {other}?",
        "Thank you for looking into it.", "I attach what I see.", "It is the {thing} with the {other} for {name}.",
    ),
    "answers": (
        "I have looked at the {thing}, and the {other} was {state}.", "The {thing} is in order again.",
        "Which {thing} do you use {when}?", "Open the {thing}, choose {other}, and save.",
        "I am sorry for the trouble.",
        "We have corrected the {thing} for {name}.", "The {other} comes back within an hour.",
        "Let me know whether the {thing} works now.", "Your {thing} is set to {name}.",
        "I have asked our {other} team.",
        "If the {thing} is still {state}, send me the {other}.", "The {state} {thing} came from the {other}.",
    ),
}  # fmt: skip
SUBJECTS = (
    "{thing} is {state}", "No {thing} {when}", "Question about the {thing}", "{state} {thing}",
    "Cannot open the {thing}",
    "{thing} and {other}", "Where is my {thing}?", "Help with {name}", "{thing} for {name}", "New {thing}",
)  # fmt: skip
_SYLLABLES = "va lo rin quo tes mar bel nix tor ala zen pri dox fel hum jor kas lun mir nov oss pel".split()


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the words of it that the search keeps."""

    text: str
    kept: frozenset[str]


class Wording:
    """Everything that is written in one run."""

    def __init__(self, rng: Random):
        self._rng = rng
        self._names = [self._name() for _ in range(_RARE)]
        self._name_shares = _zipf(_RARE)
        self._shares = _zipf(len(_THINGS))
        drafts = {kind: [self._say(rng.choice(patterns)) for _ in range(_BANK)] for kind, patterns in _PATTERNS.items()}
        subjects = [self._say(rng.choice(SUBJECTS))[:200] for _ in range(_BANK)]
        everything = [
            *drafts["asks"],
            *drafts["answers"],
            *subjects,
            *_KNOWN_SENTENCE.values(),
            "Reference",
            *self._names,
        ]
        self._stems = stems_of(sorted({word for said in everything for word in words(said)}), "english")
        self.asks, self.answers = ([self._sentence(said) for said in drafts[kind]] for kind in ("asks", "answers"))
        self.subjects = [self._sentence(said) for said in subjects]
        self.known = {word: self._sentence(said) for word, said in _KNOWN_SENTENCE.items()}

    def _name(self) -> str:
        return "".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(2, 4))).title()

    def _say(self, pattern: str) -> str:
        said = pattern.format(
            thing=self._pick(_THINGS), other=self._pick(_THINGS), state=self._rng.choice(_STATES),
            when=self._rng.choice(_WHENS), name=self._names[bisect(self._name_shares, self._rng.random())],
        )  # fmt: skip
        return said[0].upper() + said[1:]

    def _pick(self, some: list[str]) -> str:
        return some[bisect(self._shares, self._rng.random())]

    def _sentence(self, said: str) -> Sentence:
        # A number is its own stem.
        telling = {word for word in words(said) if self._stems.get(word, word)}
        return Sentence(said, frozenset(telling | {self._stems.get(word, word) for word in telling}))

    def message(self, bank: list[Sentence]) -> list[Sentence]:
        """Return the sentences of one message; half of all messages name something rare."""
        rng = self._rng
        said = rng.choices(bank, k=rng.choice((1, 2, 2, 3, 3, 4, 5)))
        if rng.random() < 0.5:
            name = self._names[bisect(self._name_shares, rng.random())]
            said.append(self._sentence(f"Reference: {name} {rng.randrange(10_000_000, 99_999_999)}"))
        return said


def _zipf(number: int) -> list[float]:
    """Return the running sum of shares of words by rank, up to 1."""
    weights = [1 / (rank + 2.7) for rank in range(number)]
    whole = sum(weights)
    return [share / whole for share in accumulate(weights)][:-1]

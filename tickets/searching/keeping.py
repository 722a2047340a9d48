"""How the words of tickets are kept, and how they are asked for.

A kept word is the tenant, a letter for who may read it, and the folded word: `1001prefund` stands in a message that the
requester may read, `1001nrefund` in internal notes alone. So a search never looks at the words of another tenant, and
that of a customer asks for no word of a note. Beside a word stands its stem where that is another one.
"""

from dataclasses import dataclass

from knowledgebase.searching.languages import stems_of
from knowledgebase.searching.words import words
from tenants.scope import current_tenant_id

PUBLIC, INTERNAL = "p", "n"

# Of more words in one question the first ones are looked for, of more in one ticket the newest.
MOST_ASKED = 8
MOST_KEPT = 12_000
# Whoever types so many letters of a word has begun it; fewer begin too many others.
_BEGINNING = 4


@dataclass(frozen=True)
class Term:
    """One word that is asked for, and its stem."""

    word: str
    stem: str

    @property
    def is_beginning(self) -> bool:
        """Whether words that only begin so are meant as well."""
        return len(self.word) >= _BEGINNING

    def query(self, readable: str) -> str:
        """Return the tsquery for it: the word, its beginning or its stem, among the words of these letters."""
        tenant, star = current_tenant_id(), ":*" if self.is_beginning else ""
        asked = []
        for letter in readable:
            asked.append(f"'{tenant}{letter}{self.word}'{star}")
            if self.stem != self.word:
                asked.append(f"'{tenant}{letter}{self.stem}'")
        return f"({' | '.join(asked)})"


def terms(question: str, language: str) -> list[Term]:
    """Return what a question asks for: its words but those that say nothing ("the")."""
    asked = list(dict.fromkeys(words(question)))
    stems = stems_of(asked, language) if asked else {}
    return [Term(word, stems[word]) for word in asked if stems[word]][:MOST_ASKED]


def query(asked: list[Term], readable: str) -> str:
    """Return the tsquery for tickets that have all of these, among the words of these letters."""
    return " & ".join(term.query(readable) for term in asked)


def kept(public: list[str], internal: list[str], stems: dict[str, str | None]) -> str:
    """Return the tsvector of a ticket, from the words that its requester may read and those of its notes."""
    seen = _with_stems(public, stems)
    hidden = _with_stems(internal, stems) - seen
    tenant = current_tenant_id()
    lexemes = [f"'{tenant}{PUBLIC}{word}'" for word in seen] + [f"'{tenant}{INTERNAL}{word}'" for word in hidden]
    return " ".join(lexemes)


def _with_stems(said: list[str], stems: dict[str, str | None]) -> set[str]:
    telling = {word for word in said if stems[word]}
    return telling | {stems[word] for word in telling}

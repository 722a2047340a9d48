"""Subjects that are meant for one person: "ATTN: Mia, my refund"."""

import re
import unicodedata

_FOR_SOMEBODY = re.compile(r"\s*attn\b[\s:.,;–—-]*(.*)", re.IGNORECASE | re.DOTALL)


def meant_for(subject: str) -> str | None:
    """Return what follows "ATTN:", however that is written; None for a subject that is meant for nobody by name."""
    found = _FOR_SOMEBODY.match(plain(subject))
    return found[1] if found else None


def plain(text: str) -> str:
    """Return a text without accents and without characters that nobody sees, so that "José" and "Jose" are one."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Cf"))

"""Subjects that are meant for one person: "ATTN: Mia, my refund"."""

import re
import unicodedata

_FOR_SOMEBODY = re.compile(r"\s*attn\b[\s:.,;–—-]*(.*)", re.IGNORECASE | re.DOTALL)


def meant_for(subject: str) -> str | None:
    """Return what follows "ATTN:", however that is written; None for a subject that is meant for nobody by name."""
    found = _FOR_SOMEBODY.match(unicodedata.normalize("NFKC", subject))
    return found[1] if found else None

"""Which word was meant: the words of the vocabulary that are one slip of the finger away."""

import math
from collections.abc import Iterable

from knowledgebase.searching.vocabulary import Known

# Shorter words have too many neighbours.
SHORTEST = 3
_MOST = 4
# The first letter is rarely the wrong one.
_OTHER_FIRST_LETTER = 0.8


def corrections(typed: str, similar: Iterable[Known]) -> list[tuple[Known, float]]:
    """Return the likeliest words with how likely each is, the likeliest first, as 1."""
    weighed = [(known, _weight(typed, known)) for known in similar if is_one_edit(typed, known.word)]
    weighed.sort(key=lambda pair: (-pair[1], pair[0].word))
    return [(known, weight / weighed[0][1]) for known, weight in weighed[:_MOST]]


def is_one_edit(typed: str, meant: str) -> bool:
    """Whether one letter more, one less, another one, or two that changed places make one word of the other."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    same = next((place for place, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if same is None:
        return True
    if len(typed) < len(meant):
        return typed[same:] == meant[same + 1 :]
    if len(typed) > len(meant):
        return typed[same + 1 :] == meant[same:]
    swapped = typed[same + 1 : same + 2] + typed[same]
    return typed[same + 1 :] == meant[same + 1 :] or swapped + typed[same + 2 :] == meant[same:]


def _weight(typed: str, known: Known) -> float:
    return math.sqrt(math.log1p(known.count)) * (1 if known.word[0] == typed[0] else _OTHER_FIRST_LETTER)

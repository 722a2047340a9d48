"""Two wordings of an article side by side: what is stored becomes words, and the words are compared."""

from knowledgebase.comparing import Comparison, compare
from knowledgebase.models import Visibility
from knowledgebase.models.article import WORDING


def of(row) -> dict:
    """Return the wording of an article, or of one of its versions."""
    return {name: getattr(row, name) for name in WORDING}


def compared(before: dict, after: dict) -> Comparison:
    """Return what two wordings differ in."""
    return compare(_in_words(before), _in_words(after))


def _in_words(wording: dict) -> dict[str, str]:
    return {
        "Title": wording["title"],
        "Summary": wording["summary"],
        "Category": str(wording["category"] or ""),
        "Who may read it": Visibility(wording["visibility"]).label,
        "Other words people use": wording["keywords"],
        "Article": wording["body"],
    }

"""What admins tell the search: its language, words that mean the same, phrases that mean nothing."""

from django.db import transaction

from accounts.models import User
from activity import edits
from knowledgebase.models import SearchRules


def stored() -> SearchRules:
    """Return the tenant's own row, made with the defaults if it has none yet."""
    return SearchRules.objects.get_or_create()[0]


@transaction.atomic
def change(*, language: str, synonyms: str, stop_phrases: str, by: User, seen: str | None = None) -> SearchRules:
    """Change the rules; raise ChangedMeanwhile. Another language makes the index anew, which is a reaction."""
    values = {"language": language, "synonyms": synonyms, "stop_phrases": stop_phrases}
    return edits.change(stored(), values, by=by, seen=seen)

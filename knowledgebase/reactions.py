"""What follows for the search when articles or its rules change."""

from collections.abc import Callable

from activity.models import Delivery
from knowledgebase import tasks
from knowledgebase.models import Article
from knowledgebase.searching import indexing


def index(delivery: Delivery) -> None:
    """Let the search find the article as it is now."""
    indexing.index(Article(pk=delivery.event.subject_id))


def rebuild(delivery: Delivery) -> Callable | None:
    """Make the entries of all articles again if their language is no longer that of the rules."""
    return None if indexing.is_in_its_language() else tasks.rebuild_search_here.delay

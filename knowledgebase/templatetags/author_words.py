"""The author's desk in words."""

from django import template

from knowledgebase.models import Article, Status
from shared.templatetags.ui import flag

register = template.Library()

_STATES = {
    Status.DRAFT: ("draft", "pencil"),
    Status.SCHEDULED: ("scheduled", "calendar-clock"),
    Status.PUBLISHED: ("on", "circle-dot"),
    Status.ARCHIVED: ("archived", "archive"),
}


@register.simple_tag
def article_state(article: Article, small: bool = False):
    """Show where an article is on its way to its readers."""
    kind, icon = _STATES[article.state]
    return flag(kind, article.state.label, icon=icon, small=small)

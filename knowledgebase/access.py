"""Which articles somebody may read or write. Nothing else fetches an article for a person; what they may
not read is not found, not counted, not suggested and not mentioned.
"""

from django.http import Http404

from accounts import roles
from accounts.models import User
from knowledgebase.models import Article, ArticleFile, Visibility


class Gone(Exception):
    """The article was there for this reader once, and is not published any more."""


def level(user) -> Visibility:
    """Return the highest visibility that somebody may read; nobody in particular reads what is public."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Visibility.PUBLIC
    return Visibility.STAFF if user.is_staff_member else Visibility.SIGNED_IN


def readable(user):
    """Return the articles that somebody may read."""
    return Article.objects.published().up_to(level(user))


def article(user, number: int) -> Article:
    """Return an article that somebody may read; raise Gone for one that they could read once, else Http404."""
    found = Article.objects.with_names().filter(number=number).up_to(level(user)).first()
    if found is None or not (found.is_published or found.is_gone):
        raise Http404
    if found.is_gone:
        raise Gone
    return found


def writable(user: User):
    """Return the articles that somebody may write: authors write all, others none."""
    return Article.objects.all() if roles.may(user, "articles.write") else Article.objects.none()


def writable_article(user: User, number: int) -> Article:
    """Return an article for its author's desk; raise Http404 for any other number."""
    found = writable(user).select_related("category__parent", "author", "modified_by").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def file(user, token: str) -> ArticleFile:
    """Return a file of an article that somebody may read or write; raise Http404 for any other token."""
    found = ArticleFile.objects.select_related("article").filter(token=token).first()
    if found is None:
        raise Http404
    if not (readable(user) | writable(user)).filter(pk=found.article_id).exists():
        raise Http404
    return found

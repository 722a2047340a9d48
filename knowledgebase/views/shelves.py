"""The help centre's shelves and pages: categories, articles, and the short links to them."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors, roles
from knowledgebase import access, feedback, searchlog, shelf, viewing
from knowledgebase.models import Article, ArticleCategory, Visibility
from knowledgebase.pages import address, neighbours, or_gone
from knowledgebase.views import feedback as feedback_views
from shared import markdown
from tenants import hosts

# "On this page" of two lines would only repeat what is in sight.
_FEWEST_HEADINGS = 3
_LONGEST_DESCRIPTION = 160


@doors.public
@require_safe
def articles(request):
    """Show all categories."""
    return render(request, "knowledgebase/articles.html", {"categories": shelf.categories(request.user)})


@doors.public
@require_safe
def category(request, slug):
    """Show one category: its own articles in pages, and of each subcategory the first."""
    tree = shelf.categories(request.user)
    shown = shelf.find(tree, slug) or _empty_category(request.user, slug)
    listed = shelf.page_of(shown, request.user, request.GET.get("page"))
    groups = shelf.beginnings(shown.below, request.user) if not shown.parent_id and listed.number == 1 else []
    context = {"category": shown, "listed": listed, "groups": groups}
    context |= neighbours(listed.number, listed.paginator.num_pages)
    return render(request, "knowledgebase/category.html", context)


def _empty_category(user, slug: str) -> ArticleCategory:
    """Return a category without an article, which only staff see; raise Http404 for others."""
    found = ArticleCategory.objects.in_use().select_related("parent").filter(slug=slug.replace("\0", "")).first()
    if found is None or access.level(user) != Visibility.STAFF:
        raise Http404
    found.count, found.own_count, found.below = 0, 0, []
    return found


@doors.public
@require_safe
@or_gone
def article(request, number, slug):
    """Show an article; a title of yesterday in the address leads to that of today."""
    shown = access.article(request.user, number)
    if slug != shown.slug:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(address(shown) + (f"?{query}" if query else ""))
    if found := request.GET.get("found"):
        if not viewing.is_prefetch(request):
            searchlog.clicked(found, shown)
        return redirect(address(shown))
    viewing.count(shown, request)
    rendered = markdown.article(shown.body)
    headings = [heading for heading in rendered.headings if heading.level <= 3]
    said = feedback.of(shown, **feedback_views.who(request))
    context = {
        "article": shown,
        "html": rendered.html,
        "headings": headings if len(headings) >= _FEWEST_HEADINGS else [],
        "related": shelf.related(shown, request.user),
        "is_public": (is_public := shown.visibility == Visibility.PUBLIC),
        "description": _description(shown) if is_public else "",
        "is_author": roles.may(request.user, "articles.write"),
    }
    context |= _addresses(shown) | feedback_views.shown(request, shown, said)
    return render(request, "knowledgebase/article.html", context)


def _addresses(article: Article) -> dict:
    """Return where the article stands for the rest of the world, on the tenant's own host."""
    host = hosts.primary_host()
    short_url = hosts.absolute(reverse("kb:short", args=[article.number]), host=host)
    return {
        "canonical_url": hosts.absolute(address(article), host=host),
        "short_url": short_url,
        "short_link": short_url.partition("://")[2],
    }


def _description(article: Article) -> str:
    """Return the summary, or else how the article begins, for lists of other sites."""
    words = article.summary or markdown.text_of(article.body).text
    if len(words) <= _LONGEST_DESCRIPTION:
        return words
    return words[: _LONGEST_DESCRIPTION - 1].rpartition(" ")[0] + "…"


@doors.public
@require_safe
@or_gone
def short(request, number):
    """Lead from the number to the article, wherever it stands and whatever it is called by now."""
    return HttpResponsePermanentRedirect(address(access.article(request.user, number)))

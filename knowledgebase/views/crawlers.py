"""What search engines ask for: the list of public articles, and where not to look."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase.models import Article, Visibility
from knowledgebase.pages import address
from tenants import hosts

# The format's own limit.
MOST_ADDRESSES = 50_000
_CLOSED = ("/desk/", "/settings/", "/tickets/", "/articles/search/", "/articles/suggestions/")


@doors.public
@require_safe
def sitemap(request):
    """List the public articles, whoever asks; more than fit on one list come with a list of lists."""
    articles = Article.objects.published().up_to(Visibility.PUBLIC)
    host, wanted = hosts.primary_host(), request.GET.get("page")
    pages = -(-articles.count() // MOST_ADDRESSES) or 1
    if wanted is None and pages > 1:
        lists = [hosts.absolute(f"{reverse('kb:sitemap')}?page={page}", host=host) for page in range(1, pages + 1)]
        return _xml(request, {"lists": lists})
    if wanted not in (None, *map(str, range(1, pages + 1))):
        raise Http404
    page = int(wanted or 1)
    begin = (page - 1) * MOST_ADDRESSES
    rows = articles.only("number", "title", "modified_at").order_by("number")[begin : begin + MOST_ADDRESSES]
    return _xml(request, {"entries": [(hosts.absolute(address(row), host=host), row.modified_at) for row in rows]})


def _xml(request, context):
    return render(request, "knowledgebase/sitemap.xml", context, content_type="application/xml")


@doors.public
@require_safe
def robots(request):
    """Say where crawlers have no business, and where the list of articles is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines.append(f"Sitemap: {hosts.absolute(reverse('kb:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")

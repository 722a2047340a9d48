"""The articles that are offered beside the form for a ticket, and one of them opened in its place."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase import access, consultation, search, searchlog, viewing
from knowledgebase.models import Search
from knowledgebase.search import Hit
from shared import markdown
from shared.attention import meant_for

_FEWEST_LETTERS = 4
_LONGEST_SUBJECT, _LONGEST_DESCRIPTION = 200, 300
_MOST = 5


@doors.public
@require_safe
def suggestions(request):
    """Offer the articles that fit the subject of a form, and then the beginning of its description."""
    subject = _line(request, "q")[:_LONGEST_SUBJECT]
    description = _line(request, "about")[:_LONGEST_DESCRIPTION]
    key = _key(request)
    if sum(char.isalnum() for char in subject) < _FEWEST_LETTERS or meant_for(subject) is not None:
        return HttpResponse()
    results = search.find(subject, reader=request.user, size=_MOST, typing=True)
    hits = _filled_up(results.hits, subject, description, reader=request.user)
    if key and not viewing.is_prefetch(request) and searchlog.is_kept(request, key):
        results = replace(results, hits=hits, count=max(results.count, len(hits)))
        searchlog.note(results, channel=Search.Channel.TICKET, key=key)
        if hits:
            consultation.offered(key=key, question=subject, articles=[hit.article for hit in hits])
    return render(request, "knowledgebase/suggestions.html", {"hits": hits, "key": key})


def _filled_up(hits: list[Hit], subject: str, description: str, *, reader) -> list[Hit]:
    """Return the hits of the subject, then what the description adds: together with it, then by itself."""
    for text in (f"{subject} {description}", description) if description else ():
        if len(hits) >= _MOST:
            break
        known = {hit.article.pk for hit in hits}
        more = search.suggest(text, reader=reader, size=_MOST)
        hits = [*hits, *(hit for hit in more if hit.article.pk not in known)][:_MOST]
    return hits


@doors.public
@require_safe
def suggested(request, number):
    """Show the text of an article where it was offered; that counts as reading it."""
    try:
        article = access.article(request.user, number)
    except access.Gone:
        raise Http404 from None
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect(reverse("kb:article", args=[article.number, article.slug]))
    key = _key(request)
    if key and not viewing.is_prefetch(request) and consultation.opened(key=key, article=article):
        searchlog.clicked(key, article)
    viewing.count(article, request)
    return render(request, "knowledgebase/in_place.html", {"article": article, "text": markdown.article(article.body)})


def _line(request, name: str) -> str:
    return " ".join(request.GET.get(name, "").replace("\0", "").split())


def _key(request) -> UUID | None:
    try:
        return UUID(request.GET.get("key", ""))
    except ValueError:
        return None

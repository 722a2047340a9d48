"""The results page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase import search as searching
from knowledgebase import searched, searchlog, shelf, viewing
from knowledgebase.models import Search
from knowledgebase.pages import neighbours


@doors.public
@require_safe
def search(request):
    """Show the articles that answer a question."""
    question = request.GET.get("q", "").replace("\0", " ")
    tree = shelf.categories(request.user)
    within = shelf.find(tree, request.GET.get("in", ""))
    results = searching.find(question, reader=request.user, category=within, page=_number(request.GET.get("page")))
    is_new = bool(results.question) and results.page == 1 and not viewing.is_prefetch(request)
    key = ""
    if is_new and searchlog.is_kept(request):
        key = searchlog.note(results, channel=Search.Channel.PAGE)
    context = {"results": results, "question": results.question, "categories": tree, "within": within, "key": key}
    query = {"q": results.question} | ({"in": within.slug} if within else {})
    answer = render(request, "knowledgebase/results.html", context | neighbours(results.page, results.pages, **query))
    if key:
        searched.remember(answer, key)
    return answer


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1

"""The author's desk: the lists of articles, and beginning a new one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase import author_list, writing
from knowledgebase.desk_forms import NewArticleForm
from knowledgebase.models import ArticleCategory, Feedback
from shared.refusal import Refusal
from shared.responses import see_other

_ROWS = 30
_LONGEST = 100


@doors.authors
@require_safe
def articles(request):
    """Show one list of articles: a tab, narrowed and sorted as asked for."""
    tab = author_list.TABS.get(request.GET.get("show", ""), author_list.IN_USE)
    tree = ArticleCategory.objects.in_use().as_tree()
    by_slug = {one.slug: one for top in tree for one in (top, *top.below)}
    category = by_slug.get(request.GET.get("in", ""))
    order = request.GET.get("sort", "")
    order = order if order in author_list.ORDERS else "review" if tab is author_list.REVIEW else "changed"
    words = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
    found = author_list.articles(request.user, tab, words=words, category=category, order=order)
    rows = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    rows.object_list = author_list.with_numbers(list(rows.object_list))
    asked = {"q": words, "in": category.slug if category else "", "sort": request.GET.get("sort", "")}
    context = {
        "tab": tab,
        "tabs": _tabs(asked, tab),
        "feedback_count": Feedback.objects.filter(author_list.OPEN).count(),
        "tree": tree,
        "chosen": category,
        "orders": [(key, label) for key, (label, _) in author_list.ORDERS.items()],
        "order": order,
        "words": words,
        "is_narrowed": bool(words or category),
        "rows": rows,
        "previous_url": _address(asked, show=tab.key, page=rows.previous_page_number()) if rows.has_previous() else "",
        "next_url": _address(asked, show=tab.key, page=rows.next_page_number()) if rows.has_next() else "",
    }
    return render(request, "author/list.html", context)


def _tabs(asked: dict, current: author_list.Tab) -> list[tuple]:
    """Return label, address, count and whether it is open; only what waits for somebody is counted."""
    due = {author_list.REVIEW: author_list.due_for_review().count() or None}
    return [
        (tab.title, _address(asked, show=tab.key), due.get(tab), tab is current) for tab in author_list.TABS.values()
    ]


def _address(asked: dict, **more) -> str:
    """Return the address of a list; what is the same anyway is left out of it."""
    said = {key: value for key, value in (asked | more).items() if value and (key, value) != ("show", "in-use")}
    return f"{reverse('author:articles')}?{urlencode(said)}" if said else reverse("author:articles")


@doors.authors
def new(request):
    """Begin an article with its title and its place; everything else is written in the editor."""
    if request.method != "POST":
        return render(request, "author/new.html", {"form": NewArticleForm(initial=_suggested(request))})
    form = NewArticleForm(request.POST)
    if not form.is_valid():
        return render(request, "author/new.html", {"form": form}, status=422)
    try:
        article = writing.create(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return render(request, "author/new.html", {"form": form}, status=422)
    return see_other(reverse("author:edit", args=[article.number]))


def _suggested(request) -> dict:
    """Return the title that a link brought along: what people looked for and did not find."""
    title = request.GET.get("title", "").strip()[:150]
    return {"title": title[:1].upper() + title[1:]} if title else {}

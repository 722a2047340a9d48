"""What an article said before: its versions, any two of them side by side, and one brought back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase import access, wordings, writing
from knowledgebase.desk_forms import WordingForm
from knowledgebase.models import ArticleVersion
from knowledgebase.views.author_pages import about, edit_page
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import see_other

_ROWS = 30
# As many as can be chosen from; older ones are compared from the list.
_MOST_CHOICES = 100


@doors.authors
@require_safe
def versions(request, number):
    """Show who saved what, newest first."""
    article = access.writable_article(request.user, number)
    rows = article.versions.select_related("saved_by").defer("body")
    listed = Keyset(rows, ("-number",), request.GET.get("after"), size=_ROWS)
    return render(request, "author/versions.html", about(request, article, "author:versions") | {"listed": listed})


@doors.authors
@require_safe
def compare(request, number):
    """Show what differs between two versions; the newest and the one before unless others are asked for."""
    article = access.writable_article(request.user, number)
    to = _number(request.GET.get("to"), article.version)
    since = _number(request.GET.get("from"), max(1, to - 1))
    since, to = sorted((since, to))
    both = {
        version.number: version
        for version in article.versions.select_related("category__parent", "saved_by").filter(number__in=(since, to))
    }
    if {since, to} - set(both):
        raise Http404
    context = {
        "earlier": both[since],
        "later": both[to],
        "comparison": wordings.compared(wordings.of(both[since]), wordings.of(both[to])),
        "choices": _choices(article, since, to),
    }
    return render(request, "author/compare.html", about(request, article, "author:versions") | context)


def _number(text, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default


def _choices(article, *chosen: int) -> list[int]:
    newest = range(article.version, max(0, article.version - _MOST_CHOICES), -1)
    return sorted({*newest, *chosen}, reverse=True)


@doors.authors
def restore(request, number, version):
    """Bring an earlier wording back as the next version; its undo is the wording before."""
    article = access.writable_article(request.user, number)
    if request.method != "POST":  # where somebody lands who had to sign in again
        return see_other(reverse("author:versions", args=[number]))
    before = article.version
    try:
        seen = _number(request.POST.get("seen"), before)
        saved = writing.restore_version(article, version, by=request.user, seen=seen)
    except ArticleVersion.DoesNotExist as missing:
        raise Http404 from missing
    except Refusal as refusal:
        article = access.writable_article(request.user, number)
        form = WordingForm(article=article, zone=request.profile.time_zone)
        return edit_page(request, article, form, status=409, refused=refusal.sentence)
    if saved.version != before:
        way_back = reverse("author:restore_version", args=[number, before])
        words = f"The words of version {version} are back, as version {saved.version}."
        messages.success(request, words, extra_tags=way_back)
    return see_other(reverse("author:edit", args=[number]))

"""What readers looked for and did not find, which articles help, and what an author does about it."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from knowledgebase import access, author_list, report, writing
from knowledgebase.models import Feedback
from shared.refusal import Refusal
from shared.responses import see_other

_MOST_MATCHES = 20
_LONGEST = 100


@doors.authors
@require_safe
def insights(request):
    """Show the last thirty days."""
    context = {
        "days": author_list.DAYS,
        "totals": report.totals(),
        "not_found": report.not_found(),
        "filed_anyway": report.filed_anyway(),
        "deflected": report.deflected(),
        "least_helpful": report.least_helpful(),
        "feedback_count": Feedback.objects.filter(author_list.OPEN).count(),
    }
    return render(request, "author/insights.html", context)


@doors.authors
@require_safe
def choose(request):
    """Find the article that a search term belongs to."""
    return _choose(request, _term(request.GET.get("term")))


def _term(text) -> str:
    # A comma would make two of it.
    return " ".join((text or "").replace(",", " ").replace("\0", "").split())[:_LONGEST]


def _choose(request, term, *, status=200, **more):
    words = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
    rows = author_list.closest(request.user, words or term, any_word=not words)[:_MOST_MATCHES] if term else []
    context = {"term": term, "words": words, "rows": rows} | more
    return render(request, "author/other_words.html", context, status=status)


@doors.authors
def add(request, number):
    """Add a search term to the other words of an article; its undo is the version before."""
    article = access.writable_article(request.user, number)
    term = _term(request.POST.get("term"))
    if request.method != "POST" or not term:
        return see_other(reverse("author:edit", args=[number]))
    try:
        saved = _add(article, term, by=request.user)
    except Refusal as refusal:
        return _choose(request, term, status=409, refused=refusal.sentence)
    if saved.version == article.version:
        messages.success(request, f"“{article.title}” has these words already.")
    else:
        undo = reverse("author:restore_version", args=[number, article.version])
        messages.success(request, f"“{article.title}” is found by “{term}” now.", extra_tags=undo)
    return see_other(reverse("author:insights"))


def _add(article, term, *, by):
    there = [word.strip() for word in article.keywords.split(",") if word.strip()]
    if term.casefold() in (word.casefold() for word in there):
        return article
    keywords = ", ".join([*there, term])
    if len(keywords) > article._meta.get_field("keywords").max_length:
        raise Refusal(f"“{article.title}” has as many other words as it can hold. Remove some in the editor first.")
    return writing.save(article, {"keywords": keywords}, by=by, seen=article.version, note=f"Other words: {term}"[:200])

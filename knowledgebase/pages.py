"""What all pages of articles share: where an article stands, and what is said where it stood."""

from functools import wraps
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from knowledgebase import access
from knowledgebase.models import Article


def address(article: Article) -> str:
    """Return the path of an article."""
    return reverse("kb:article", args=[article.number, article.slug])


def neighbours(number: int, pages: int, **query) -> dict:
    """Return what {% pagination %} prints for one page of a list."""

    def link(to: int) -> str:
        return "?" + urlencode(query | {"page": to}) if 1 <= to <= pages else ""

    return {"number": number, "pages": pages, "previous_url": link(number - 1), "next_url": link(number + 1)}


def or_gone(view):
    """Answer 410 for an article that this reader could open once; the page does not name it."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except access.Gone:
            return render(request, "knowledgebase/gone.html", status=410)

    return answer

"""What the pages of one article at the author's desk have in common."""

from django.shortcuts import render
from django.urls import reverse

from knowledgebase import author_list


def about(request, article, here: str) -> dict:
    """Return what the top of every page of an article prints; `here` names the page that is open."""
    open_feedback = article.feedback.filter(author_list.OPEN).count()
    pages = (
        ("Edit", "author:edit", None),
        ("Versions", "author:versions", article.version),
        ("Feedback", "author:article_feedback", open_feedback or None),
    )
    return {
        "article": article,
        "short_url": request.build_absolute_uri(f"/k/{article.number}"),
        "tabs": [(label, reverse(name, args=[article.number]), count, name == here) for label, name, count in pages],
    }


def edit_page(request, article, form, *, status: int = 200, **more):
    """Answer with the editor."""
    context = about(request, article, "author:edit") | {"form": form, "zone": request.profile.time_zone}
    return render(request, "author/edit.html", context | more, status=status)

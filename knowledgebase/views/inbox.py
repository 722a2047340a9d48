"""What readers say of articles, at the author's desk: all of it, or that of one article; answered and resolved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from accounts import doors
from knowledgebase import access, author_list, feedback
from knowledgebase.models import Feedback, Reason
from knowledgebase.views.author_pages import about
from shared.forms import typed
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import local_path, see_other

_ROWS = 20
# key: (label, rows, what stands there when there are none)
_LISTS = {
    "open": ("Open", {"is_helpful": False, "resolved_at": None}, "Nothing waits for an answer."),
    "resolved": ("Resolved", {"is_helpful": False, "resolved_at__isnull": False}, "Nothing was resolved yet."),
    "helpful": ("Helpful", {"is_helpful": True}, "Nobody has said yet that it helped."),
}


@doors.authors
def inbox(request):
    """Show what readers say of all articles, what is open first."""
    return _show_inbox(request)


@doors.authors
def of_article(request, number):
    """Show what readers say of one article."""
    return _show_article(request, access.writable_article(request.user, number))


def _show_inbox(request, *, status=200, **more):
    context = _listed(request, _rows(request)) | more
    return render(request, "author/feedback.html", context, status=status)


def _show_article(request, article, *, status=200, **more):
    context = about(request, article, "author:article_feedback")
    context |= _listed(request, _rows(request).filter(article=article), article=article) | more
    return render(request, "author/article_feedback.html", context, status=status)


def _rows(request):
    articles = access.writable(request.user)
    return Feedback.objects.filter(article__in=articles).select_related(
        "article", "reader", "answered_by", "resolved_by"
    )


def _listed(request, rows, article=None) -> dict:
    key = request.GET.get("show", "open")
    key = key if key in _LISTS else "open"
    _, which, nothing = _LISTS[key]
    listed = Keyset(rows.filter(**which), ("-given_at", "-id"), request.GET.get("after"), size=_ROWS)
    for row in listed.rows:
        row.reason_words = [Reason(reason).label for reason in row.reasons if reason in Reason.values]
    return {
        "listed": listed,
        "key": key,
        "nothing": nothing,
        "lists": [(label, f"?show={one}", None, one == key) for one, (label, _, _) in _LISTS.items()],
        "feedback_count": Feedback.objects.filter(author_list.OPEN).count() if article is None else 0,
        "place": request.get_full_path(),
    }


def _find(request, pk) -> Feedback:
    found = _rows(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page_of(request, row) -> str:
    """Return the list that an act was done on."""
    return local_path(request, request.POST.get("place"), reverse("author:article_feedback", args=[row.article.number]))


@doors.authors
def answer(request, pk):
    """Say something back to the reader."""
    row = _find(request, pk)
    if request.method != "POST":  # where somebody lands who had to sign in again
        return see_other(_page_of(request, row))
    text = typed(request, "answer")
    try:
        feedback.answer(row, text, by=request.user)
    except Refusal as refusal:
        article = access.writable_article(request.user, row.article.number)
        wrong = {"pk": row.pk, "text": text, "sentence": refusal.sentence}
        return _show_article(request, article, status=422, wrong=wrong)
    if request.POST.get("then") == "resolve":
        feedback.resolve(row, by=request.user)
    messages.success(request, "Answer sent." if row.reader_id else "Answer kept. The reader sees it on the article.")
    return see_other(_page_of(request, row))


@doors.authors
def resolving(request, pk):
    """Say that nothing is left to do."""
    return _act(request, pk, feedback.resolve, "Resolved.", "author:feedback_reopening")


@doors.authors
def reopening(request, pk):
    """Take it back among what is left to do."""
    return _act(request, pk, feedback.reopen, "Open again.", "author:feedback_resolving")


def _act(request, pk, verb, done, undo):
    row = _find(request, pk)
    if request.method == "POST":
        verb(row, by=request.user)
        messages.success(request, done, extra_tags=reverse(undo, args=[pk]))
    return see_other(_page_of(request, row))

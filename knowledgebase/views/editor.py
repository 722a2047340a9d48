"""The editor: the words of an article, who may read them, and since when."""

from datetime import UTC
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from accounts import doors
from knowledgebase import access, publishing, wordings, writing
from knowledgebase.desk_forms import LONGEST_BODY, WordingForm
from knowledgebase.models import Article, Status
from knowledgebase.views.author_pages import edit_page
from shared import clock, markdown
from shared.refusal import Refusal
from shared.responses import see_other

_FIELDS = {"publish_at": "publish_day"}


@doors.authors
def edit(request, number):
    """Show the editor; save, and then publish or schedule if that was pressed."""
    article = access.writable_article(request.user, number)
    if request.method != "POST":
        return edit_page(request, article, WordingForm(article=article, zone=request.profile.time_zone))
    form = WordingForm(request.POST, article=article, zone=request.profile.time_zone)
    if "preview" in request.POST:
        return edit_page(request, article, form, preview=_rendered(request))
    at = None
    if form.is_valid() and request.POST.get("then") == "schedule":
        at = form.moment()
    if not form.is_valid():
        return edit_page(request, article, form, status=422)
    try:
        saved = _save(article, form, request.POST.get("then", ""), at, by=request.user)
    except writing.EditedMeanwhile as refusal:
        return _show_both(request, number, form, refusal)
    except Refusal as refusal:
        field = _FIELDS.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return edit_page(request, article, form, status=422)
    _say(request, article, saved)
    return see_other(reverse("author:edit", args=[number]))


@transaction.atomic
def _save(article: Article, form: WordingForm, then: str, at, *, by) -> Article:
    """Save everything of the page, or nothing."""
    typed = form.cleaned_data
    saved = writing.save(
        article, form.wording, by=by, seen=typed["seen"], note=typed["note"], is_major=typed["is_major"]
    )
    if form.care:
        saved = writing.care(saved, **form.care, by=by)
    if then == "publish":
        saved = publishing.publish(saved, by=by)
    elif at:
        saved = publishing.schedule(saved, at=at, by=by)
    return saved


def _say(request, before: Article, saved: Article) -> None:
    """Say what became of it, with a way back where there is one."""
    if saved.status == before.status and saved.publish_at == before.publish_at:
        is_new = saved.version != before.version
        messages.success(request, f"Saved as version {saved.version}." if is_new else "Saved.")
    else:
        _say_state(request, before, saved)


def _say_state(request, before: Article, after: Article) -> None:
    words = {
        Status.PUBLISHED: "Published.",
        Status.SCHEDULED: "Scheduled.",
        Status.DRAFT: "Back among the drafts." if before.status == Status.ARCHIVED else "Unpublished.",
        Status.ARCHIVED: "Archived.",
    }[after.state]
    messages.success(request, words, extra_tags=_way_back(before))


def _way_back(before: Article) -> str:
    """Return the address that brings an article back to where it stood."""
    said = {"to": before.state.name.lower()}
    if before.publish_at:
        said["at"] = before.publish_at.isoformat()
    return f"{reverse('author:state', args=[before.number])}?{urlencode(said)}"


@doors.authors
def state(request, number):
    """Bring an article to where it is wanted: unpublish, archive, restore, and every undo of these."""
    article = access.writable_article(request.user, number)
    page = reverse("author:edit", args=[number])
    if request.method != "POST":  # where somebody lands who had to sign in again
        return see_other(page)
    wanted = (request.POST.get("to") or request.GET.get("to", "")).upper()
    if wanted not in Status.names:
        raise Http404
    try:
        after = _bring(article, Status[wanted], parse_moment(request.GET.get("at", "")), by=request.user)
    except Refusal as refusal:
        return edit_page(
            request,
            article,
            WordingForm(article=article, zone=request.profile.time_zone),
            status=409,
            refused=refusal.sentence,
        )
    if (after.status, after.publish_at) != (article.status, article.publish_at):
        _say_state(request, article, after)
    return see_other(page)


def parse_moment(text: str):
    """Return the moment that an address brought along, None for anything else."""
    try:
        found = parse_datetime(text)
        # In one zone, because an address may name one that is further away than any.
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


@transaction.atomic
def _bring(article: Article, wanted: Status, at, *, by) -> Article:
    if wanted == Status.ARCHIVED:
        return publishing.archive(article, by=by)
    if article.status == Status.ARCHIVED:
        article = publishing.restore(article, by=by)
    if wanted == Status.DRAFT:
        return publishing.unpublish(article, by=by)
    if wanted == Status.PUBLISHED:
        return publishing.publish(article, by=by)
    if article.status == Status.PUBLISHED:
        article = publishing.unpublish(article, by=by)
    if at is None or at <= clock.now():
        raise Refusal("Its time has passed. Schedule it again, or publish it now.")
    return publishing.schedule(article, at=at, by=by)


@doors.authors
@require_POST
def preview(request):
    """Show the words that are being typed as readers will see them; nothing is saved."""
    return render(request, "author/preview.html", {"preview": _rendered(request)})


def _rendered(request) -> dict:
    body = request.POST.get("body", "")[:LONGEST_BODY]
    return {"title": request.POST.get("title", "")[:200], "html": markdown.article(body).html}


def _show_both(request, number, form, refusal):
    """Show what was typed beside what somebody else saved meanwhile; nothing is written."""
    article = access.writable_article(request.user, number)
    comparison = wordings.compared(wordings.of(refusal.saved), form.wording)
    context = {"refused": refusal.sentence, "saved": refusal.saved, "comparison": comparison}
    return edit_page(request, article, form.seeing(refusal.saved.number), status=409, **context)

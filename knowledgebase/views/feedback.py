"""Was this article helpful? In place with JavaScript, as a page without it."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_safe

from accounts import doors, throttle
from knowledgebase import access, feedback, proof_of_work
from knowledgebase.models import Article, Feedback, Reason
from knowledgebase.pages import or_gone
from shared.forms import Form
from shared.refusal import Refusal
from tenants.scope import current_tenant_id

_COOKIE = "visitor"
_ONE_YEAR = 60 * 60 * 24 * 365


class MissingForm(Form):
    """What somebody missed in an article."""

    reasons = forms.MultipleChoiceField(
        label="What was missing?",
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one reason"},
    )
    comment = forms.CharField(
        label="Tell us more",
        required=False,
        max_length=feedback.LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def who(request) -> dict:
    """Return whose answers these are: a person's, or those of the name that this browser was given."""
    if request.user.is_authenticated:
        return {"reader": request.user}
    return {"visitor": request.get_signed_cookie(_COOKIE, "", salt=_salt())}


def _salt() -> str:
    return f"knowledgebase.visitor {current_tenant_id()}"


def shown(request, article: Article, said: Feedback | None, **more) -> dict:
    """Return what templates/knowledgebase/feedback.html prints."""
    needs_work = not request.user.is_authenticated
    return {"article": article, "said": said, "is_asked": said is None, "needs_work": needs_work} | more


@doors.public
@require_http_methods(["GET", "HEAD", "POST"])
@or_gone
def give(request, number):
    """Ask whether an article helped, and what was missing; keep the answer."""
    article = access.article(request.user, number)
    if request.method == "POST":
        return _keep(request, article)
    said = feedback.of(article, **who(request))
    if request.GET.get("answer") == "no":
        before = {"reasons": said.reasons, "comment": said.comment} if said else None
        return _show(request, article, said, form=MissingForm(initial=before))
    return _show(request, article, said, is_asked=said is None or "change" in request.GET)


def _keep(request, article):
    is_helpful = request.POST.get("answer") == "yes"
    form = None if is_helpful else MissingForm(request.POST)
    if form and not form.is_valid():
        return _show(request, article, None, form=form, status=422)
    if request.POST.get("website"):  # a field that nobody sees; only a machine fills it in
        return _show(request, article, None, is_asked=False, thanks=True, is_helpful=is_helpful)
    whose = who(request)
    whose = whose if "reader" in whose else {"visitor": whose["visitor"] or get_random_string(32)}
    try:
        _check(request, article, whose)
        said = feedback.give(article, **whose, is_helpful=is_helpful, **(form.cleaned_data if form else {}))
    except Refusal as refusal:
        return _show(request, article, None, form=form, refused=refusal.sentence, status=409)
    answer = _show(request, article, said, is_asked=False, thanks=True, is_helpful=is_helpful)
    if "visitor" in whose:
        _name(answer, whose["visitor"])
    return answer


def _check(request, article, whose) -> None:
    """Raise Refusal for who answers too often, or did not let the computer work for it."""
    reader = whose.get("reader")
    throttle.count("feedback", request, email=reader.email if reader else f"visitor {whose['visitor']}")
    if reader is None and not proof_of_work.accept(request.POST.get("proof", ""), _purpose(article)):
        raise Refusal("That took too long, or it was sent before. Try again.")


def _purpose(article: Article) -> str:
    return f"feedback {article.pk}"


def _name(answer, visitor: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    how = {"max_age": _ONE_YEAR, "secure": secure, "httponly": True, "samesite": "Lax"}
    answer.set_signed_cookie(_COOKIE, visitor, salt=_salt(), **how)


def _show(request, article, said, *, status=200, **more):
    template = "knowledgebase/feedback.html" if request.htmx else "knowledgebase/feedback_page.html"
    return render(request, template, shown(request, article, said, **more), status=status)


@doors.public
@require_safe
@or_gone
def challenge(request, number):
    """Hand out the work for one answer."""
    article = access.article(request.user, number)
    return HttpResponse(proof_of_work.challenge(_purpose(article)), content_type="text/plain")

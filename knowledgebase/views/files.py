"""Images and files of articles: added and removed at the author's desk, read by whoever may read the article."""

from django.contrib import messages as flash
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.views.decorators.http import require_POST, require_safe

from accounts import doors, roles
from knowledgebase import access, files
from knowledgebase.models import ArticleFile, Visibility
from shared.refusal import Refusal
from shared.responses import local_path, see_other
from shared.uploads import takes_files

# Several arrive in one request only from a browser without JavaScript.
_AT_ONCE = 3 * files.LARGEST
# Nothing in a file runs, loads or is framed, not even where a browser shows one as a page.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@doors.public
@require_safe
def file(request, token, name):
    """Send a file of an article that this person may read; images are shown, all else is saved."""
    found = access.file(request.user, token)
    if found.name != name:
        raise Http404
    etag = quote_etag(found.digest)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponseNotModified()
    else:
        answer = _sent(found)
    answer.headers["ETag"] = etag
    answer.headers["Content-Security-Policy"] = _POLICY
    if found.article.is_published and found.article.visibility == Visibility.PUBLIC:
        # Asked for again each time: tomorrow the article may be for staff alone.
        patch_cache_control(answer, no_cache=True, private=True)
    else:
        patch_cache_control(answer, no_store=True, private=True)
    return answer


def _sent(found: ArticleFile) -> FileResponse:
    try:
        content = default_storage.open(found.key)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(content, content_type=found.content_type)
    answer.headers["Content-Length"] = str(found.size)
    disposition = content_disposition_header(as_attachment=not found.is_image, filename=found.name)
    answer.headers["Content-Disposition"] = disposition
    return answer


def _may_write(request):
    return roles.may(request.user, "articles.write")


@takes_files(may=_may_write, largest=files.LARGEST, at_once=_AT_ONCE)
@doors.authors
def article_files(request, number):
    """Show the files of an article beside its text; add some.

    Adding answers {"files": […], "errors": […]} to a script, and sends a form back to the editor.
    """
    article = access.writable_article(request.user, number)
    if request.method != "POST":
        return _list(request, article) if request.htmx else redirect("author:edit", article.number)
    kept, errors = [], []
    for one in request.FILES.getlist("file"):
        try:
            kept.append(files.keep(article, one, by=request.user))
        except Refusal as refusal:
            errors.append(refusal.sentence)
    errors += [files.too_large(name).sentence for name in request.too_large]
    if not kept and not errors:
        errors.append("Choose a file.")
    if request.headers.get("Accept") == "application/json":
        facts = [
            {"name": one.name, "url": one.url, "markdown": one.markdown, "is_image": one.is_image, "size": one.size}
            for one in kept
        ]
        return JsonResponse({"files": facts, "errors": errors}, status=201 if kept else 422)
    for sentence in errors:
        flash.error(request, sentence)
    if kept:
        flash.success(request, f"{len(kept)} files added." if len(kept) > 1 else f"{kept[0].name} added.")
    return see_other(_back(request, article))


@doors.authors
@require_POST
def removal(request, number, token):
    """Remove a file that the article no longer shows."""
    article = access.writable_article(request.user, number)
    found = files.of(article).filter(token=token).first()
    if found is None:
        raise Http404
    try:
        files.remove(found, by=request.user)
    except files.StillShown as refusal:
        return _done(request, article, "warn", refusal.sentence)
    return _done(request, article, "ok", f"{found.name} removed.")


def _done(request, article, kind: str, sentence: str):
    if request.htmx:
        return _list(request, article, kind=kind, said=sentence)
    (flash.success if kind == "ok" else flash.error)(request, sentence)
    return see_other(_back(request, article))


def _list(request, article, **said):
    return render(request, "author/parts/file_list.html", {"article": article, **said})


def _back(request, article) -> str:
    return local_path(request, request.POST.get("next"), reverse("author:edit", args=[article.number]))

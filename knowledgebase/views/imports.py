"""The upload of articles among the settings, and what became of each file."""

from collections import Counter

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import doors, roles
from knowledgebase.importing import Outcome
from knowledgebase.imports import uploads as import_uploads
from knowledgebase.imports.folder import MOST_BYTES, MOST_FILES
from knowledgebase.models import ArticleImport
from shared.refusal import Refusal
from shared.responses import see_other
from shared.uploads import takes_files

_LATEST = 10
_MOST_SHOWN = 300
# Those that somebody has to look at stand first.
_ORDER = [Outcome.FAILED, Outcome.CHANGED, Outcome.NEW, Outcome.UNCHANGED]


@takes_files(may=lambda request: roles.may(request.user, "settings.articles"), largest=MOST_BYTES, at_once=MOST_BYTES)
@doors.settings("settings.articles")
def imports(request):
    """Ask for files; begin to read what was uploaded."""
    problem = ""
    if request.method == "POST":
        uploads = request.FILES.getlist("file")
        if request.too_large:
            problem = f"{request.too_large[0]} is larger than {MOST_BYTES // 1024 // 1024} MB."
        elif not uploads:
            problem = "Choose a ZIP file, or Markdown or HTML files."
        else:
            try:
                row = import_uploads.begin(uploads, by=request.user, publishes="publishes" in request.POST)
                return see_other(reverse("settings:article_import", args=[row.key]))
            except Refusal as refusal:
                problem = refusal.sentence
    context = {
        "problem": problem,
        "publishes": "publishes" in request.POST,
        "latest": ArticleImport.objects.select_related("begun_by").order_by("-begun_at", "-pk")[:_LATEST],
        "most_files": MOST_FILES,
        "most_megabytes": MOST_BYTES // 1024 // 1024,
    }
    return render(request, "settings/article_imports.html", context, status=422 if problem else 200)


@doors.settings("settings.articles")
def article_import(request, key):
    """Show how far an upload is, and what became of each of its files."""
    row = get_object_or_404(ArticleImport.objects.select_related("begun_by"), key=key)
    counts = Counter(outcome for _, outcome, _, _ in row.lines)
    lines = sorted(row.lines, key=lambda line: (_ORDER.index(line[1]), not line[3]))
    context = {
        "row": row,
        "lines": lines[:_MOST_SHOWN],
        "left_out": max(0, len(lines) - _MOST_SHOWN),
        "counts": [(outcome.value, counts[outcome]) for outcome in _ORDER if counts[outcome]],
        "failed": counts[Outcome.FAILED],
        "done": len(row.lines),
        "total": len(row.numbers),
    }
    template = "settings/parts/article_import.html" if request.htmx else "settings/article_import.html"
    return render(request, template, context)

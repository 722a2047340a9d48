"""Uploads of articles: kept as one archive, then read in the background, some seconds at a time."""

import tempfile
import time
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from activity import edits, log
from knowledgebase import events, importing
from knowledgebase.file_types import clean_name
from knowledgebase.imports.folder import Folder, Refused, pack, unpack
from knowledgebase.models import ArticleImport
from shared import clock
from tenants.scope import current_tenant_id

# Of one turn, in seconds; what it did is seen, and survives, when it is over.
_TURN = 4


def begin(uploads: list[File], *, by: User, publishes: bool) -> ArticleImport:
    """Keep what was uploaded, one ZIP file or single files, and have it read. Raises Refused."""
    if len(uploads) > 1 and any(upload.name.lower().endswith(".zip") for upload in uploads):
        raise Refused("Choose one ZIP file, or files without one.")
    name = clean_name(uploads[0].name) if len(uploads) == 1 else f"{len(uploads)} files"
    row = ArticleImport(
        name=name, begun_by=by, begun_at=clock.now(), publishes=publishes, tenant_id=current_tenant_id()
    )
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as archive:
        if name.lower().endswith(".zip"):
            archive = uploads[0]
        else:
            pack(uploads, archive)
        archive.seek(0)
        # Read once here, so that one that cannot be read is refused while the person is still there.
        if not unpack(archive, Path(folder)).manuscripts():
            raise Refused("There is no Markdown or HTML file in it.")
        archive.seek(0)
        default_storage.save(row.object_name, File(archive, name=str(row.key)))
    return _row(row, by=by)


@transaction.atomic
def _row(row: ArticleImport, *, by: User) -> ArticleImport:
    row.save(force_insert=True)
    log.record(events.IMPORT_BEGUN, subject=row, by=by)
    return row


@transaction.atomic
def carry_on(row: ArticleImport) -> ArticleImport:
    """Read the next files of an upload; what is left is for another turn."""
    row = edits.lock(row)
    if row.finished_at:
        return row
    with tempfile.TemporaryDirectory() as folder:
        try:
            with default_storage.open(row.object_name) as archive:
                unpacked = unpack(archive, Path(folder))
        except (Refused, FileNotFoundError):
            row.problem = "What was uploaded cannot be read any more. Upload it again."
            return _finish(row)
        _take_some(row, unpacked)
    if len(row.lines) == len(row.numbers):
        return _finish(row)
    row.save(update_fields=["numbers", "lines"])
    log.record(events.IMPORT_CONTINUED, subject=row, by=row.begun_by)
    return row


def _take_some(row: ArticleImport, folder: Folder) -> None:
    until = time.monotonic() + _TURN
    job = importing.begin(folder, by=row.begun_by, publishes=row.publishes, known=dict(row.numbers))
    row.numbers = [[name, number] for name, number in job.numbers.items()]
    for name, _ in row.numbers[len(row.lines) :]:
        line = importing.take(job, name)
        row.lines.append([line.name, line.outcome, line.number, list(line.notes)])
        if time.monotonic() > until:
            return


def _finish(row: ArticleImport) -> ArticleImport:
    row.finished_at = clock.now()
    row.save(update_fields=["numbers", "lines", "problem", "finished_at"])
    log.record(events.IMPORT_FINISHED, subject=row, by=row.begun_by)
    # Lost with a process that dies here, and then found by the sweep.
    transaction.on_commit(lambda: default_storage.delete(row.object_name))
    return row

"""Images and files of articles: kept, removed, and swept when a removal or an upload stopped half way."""

import hashlib
import secrets
from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from activity import edits, log
from knowledgebase import events
from knowledgebase.file_types import ALLOWED, clean_name, kind_of
from knowledgebase.models import Article, ArticleFile, ArticleImport
from shared import clock
from shared.refusal import Refusal
from tenants.scope import current_tenant_id

LARGEST = 20 * 1024 * 1024
MOST = 200  # of one article; its page is a list without pages
# An upload that is under way has an object and no row yet.
_YOUNG = timedelta(hours=24)


class NotKept(Refusal):
    """This file cannot stand in an article; the sentence names it."""


class StillShown(Refusal):
    """The article's text shows the file."""


def too_large(name: str) -> NotKept:
    """Return the refusal of a file that is larger than one may be."""
    return NotKept(f"{clean_name(name)} is larger than {LARGEST // 1024 // 1024} MB. Make it smaller and add it again.")


def of(article: Article):
    """Return the files of an article, oldest first."""
    return article.files.select_related("article").order_by("id")


def keep(article: Article, upload: File, *, by: User) -> ArticleFile:
    """Keep a file with an article; the same content under the same name is kept once. Raises NotKept."""
    return store(article, prepare(upload, by=by), upload)


def prepare(upload: File, *, by: User) -> ArticleFile:
    """Return the row for a file, not yet in the database, so that a text can name its address. Raises NotKept."""
    if upload.size > LARGEST:
        raise too_large(upload.name)
    if not upload.size:
        raise NotKept(f"{clean_name(upload.name)} is empty.")
    kind = kind_of(clean_name(upload.name), upload)
    if kind is None:
        raise NotKept(f"{clean_name(upload.name)} is of a kind that articles cannot have. Add {ALLOWED} files.")
    return ArticleFile(
        token=secrets.token_urlsafe(24),
        name=clean_name(upload.name, kind),
        content_type=kind.content_type,
        size=upload.size,
        digest=_digest(upload),
        uploaded_by=by,
        uploaded_at=clock.now(),
        tenant_id=current_tenant_id(),
    )


def same(article: Article, file: ArticleFile) -> ArticleFile | None:
    """Return the file of an article that has this name and content already."""
    return article.files.filter(name=file.name, digest=file.digest).first()


def store(article: Article, file: ArticleFile, upload: File) -> ArticleFile:
    """Keep a prepared file. Raises NotKept.

    The object is written first and its row after: whatever stops in between leaves an object that the sweep finds,
    never a row without its object.
    """
    if there := same(article, file):
        return there
    file.article = article
    upload.seek(0)
    default_storage.save(file.key, File(upload, name=file.token))
    return _file(file)


@transaction.atomic
def _file(file: ArticleFile) -> ArticleFile:
    article = edits.lock(file.article)
    if article.files.count() >= MOST:
        raise NotKept(f"{file.name} was not added: the article has {MOST} files. Remove one that it no longer needs.")
    file.save(force_insert=True)
    log.record(events.FILE_ADDED, subject=article, by=file.uploaded_by, name=file.name)
    return file


@transaction.atomic
def remove(file: ArticleFile, *, by: User) -> None:
    """Remove a file for good, also from earlier versions. Raises StillShown while the article's text shows it."""
    article = edits.lock(file.article)
    if file.token in article.body:
        raise StillShown(f"The article still shows {file.name}. Take it out of the text, save, then remove it.")
    key = file.key
    file.delete()
    log.record(events.FILE_REMOVED, subject=article, by=by, name=file.name)
    # Lost with a process that dies here, and then found by the sweep.
    transaction.on_commit(lambda: default_storage.delete(key))


def sweep_orphans() -> int:
    """Delete the open scope's objects that no row names; return how many. Young ones may be on their way to a row."""
    waiting = ArticleImport.objects.filter(finished_at=None).values_list("key", flat=True)
    return _sweep(
        ArticleFile.folder(current_tenant_id()), ArticleFile.objects.values_list("token", flat=True)
    ) + _sweep(ArticleImport.folder(current_tenant_id()), map(str, waiting))


def _sweep(folder: str, known) -> int:
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    swept = 0
    for name in set(names) - set(known):
        key = f"{folder}/{name}"
        try:
            is_young = default_storage.get_modified_time(key) > clock.now() - _YOUNG
        except FileNotFoundError:
            continue
        if not is_young:
            default_storage.delete(key)
            swept += 1
    return swept


def _digest(upload: File) -> str:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()

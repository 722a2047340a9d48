"""Articles out of files: a folder at the command line, or an upload that is read in the background.

The same folder once more finds its articles by the paths of their files: what a file says no differently is left as
it is, whatever people made of the article meanwhile; what it says anew becomes the next version.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from django.core.files import File
from django.db import transaction

from accounts import roles
from accounts.models import User
from activity import edits
from knowledgebase import categories, files, numbers, publishing, writing
from knowledgebase.imports.folder import Folder
from knowledgebase.imports.links import Links
from knowledgebase.imports.manuscripts import Manuscript, Unreadable, facts_of, number_of, read
from knowledgebase.models import Article, ArticleFile, Status, Visibility
from shared import clock
from shared.refusal import Refusal
from tenants import profiles

_NOTE = "Imported"


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """One file of an import: what became of it, as which article, and what is to be said about it."""

    name: str
    outcome: Outcome
    number: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """An import that is under way: whence, by whom, and which number each file's article has."""

    folder: Folder
    by: User
    numbers: dict[str, int | None]
    zone: ZoneInfo
    # Publish what does not say otherwise.
    publishes: bool = False


def begin(folder: Folder, *, by: User, publishes: bool = False, known: dict | None = None) -> Job:
    """Look through a folder, so that its files can link to each other; `known` are the numbers of a job under way."""
    return Job(folder, by, known or _numbered(folder), ZoneInfo(profiles.current().time_zone), publishes)


def run(job: Job, *, told: Callable[[Line], None]) -> None:
    """Import every file of a job, one after the other; one that fails does not stop the rest."""
    for name in job.numbers:
        told(take(job, name))


def take(job: Job, name: str) -> Line:
    """Import one file, all of it or nothing."""
    try:
        manuscript = read(name, job.folder.read(name), zone=job.zone)
        with transaction.atomic():
            return _One(job, name, manuscript).settled()
    except Refusal as refusal:
        return Line(name, Outcome.FAILED, notes=(refusal.sentence,))


@transaction.atomic
def _numbered(folder: Folder) -> dict[str, int | None]:
    """Return the name of every file with the number of its article: its own, the one it asks for, or a new one.

    None where the file cannot be read, or asks for a number that another article has; importing it says so.
    """
    names = folder.manuscripts()
    there = dict(Article.objects.filter(import_key__in=names).values_list("import_key", "number"))
    asked = {}
    for name in names:
        try:
            asked[name] = number_of(facts_of(folder.read(name))[0])
        except Refusal:
            asked[name] = there[name] = None
    taken = set(
        Article.objects.filter(number__in=[number for number in asked.values() if number]).values_list(
            "number", flat=True
        )
    )
    reserved = set(filter(None, asked.values()))
    found = {}
    for name in names:
        if name in there:
            found[name] = there[name]
        elif asked[name]:
            found[name] = None if asked[name] in taken else asked[name]
            taken.add(asked[name])
        else:
            found[name] = next(number for number in (numbers.take() for _ in count()) if number not in reserved)
    return found


class _One:
    """One file on its way to its article."""

    def __init__(self, job: Job, name: str, manuscript: Manuscript):
        self.job, self.name, self.said = job, name, manuscript
        self.notes = list(manuscript.notes)
        self.article = Article.objects.filter(import_key=name).first()
        if self.article:
            self.article = edits.lock(self.article)
        self.uploads: dict[str, tuple[ArticleFile, str]] = {}

    def settled(self) -> Line:
        """Make, change or leave the article."""
        said = self.said
        number = self.article.number if self.article else self.job.numbers.get(self.name)
        if number is None:
            raise Unreadable(f"There is another article with the number {said.number}.")
        if self.article and said.number and said.number != number:
            self.notes.append(f"Its number stays {number}.")
        links = Links(self.name, self.job.folder, self.job.numbers, keep=self._picture)
        body = links.rewritten(said.body)
        self.notes += links.notes
        digest = self._digest(body)
        if self.article and self.article.import_digest == digest:
            return Line(self.name, Outcome.UNCHANGED, number)
        author = self._author()
        category = categories.at_path(said.category, by=self.job.by) if said.category else None
        outcome = self._change(body, category, author) if self.article else self._make(number, body, category, author)
        for file, path in self.uploads.values():
            with self.job.folder.path(path).open("rb") as content:
                files.store(self.article, file, File(content, name=file.name))
        self._bring(outcome)
        Article.objects.filter(pk=self.article.pk).update(import_digest=digest)
        return Line(self.name, outcome, number, tuple(self.notes))

    def _make(self, number, body, category, author) -> Outcome:
        said = self.said
        self.article = writing.create(
            by=self.job.by,
            title=said.title,
            category=category,
            summary=said.summary,
            keywords=said.keywords,
            body=body,
            visibility=Visibility.PUBLIC if said.visibility is None else said.visibility,
            author=author,
            note=_NOTE,
            number=number,
            import_key=self.name,
            at=_past(said.modified or said.published),
        )
        if said.review:
            writing.care(self.article, author=self.article.author, review_on=said.review, by=self.job.by)
        return Outcome.NEW

    def _change(self, body, category, author) -> Outcome:
        said, article = self.said, self.article
        newest = article.versions.get(number=article.version)
        if newest.note != _NOTE:
            self.notes.append(
                f"It was edited here since; that wording stays among the versions, as version {newest.number}."
            )
        wording = {"title": said.title, "summary": said.summary, "keywords": said.keywords, "body": body}
        if category:
            wording["category"] = category
        if said.visibility is not None:
            wording["visibility"] = said.visibility
        self.article = writing.save(
            article, wording, by=self.job.by, seen=article.version, note=_NOTE, at=_past(said.modified)
        )
        if author or said.review:
            owner, day = author or self.article.author, said.review or self.article.review_on
            self.article = writing.care(self.article, author=owner, review_on=day, by=self.job.by)
        return Outcome.CHANGED

    def _bring(self, outcome: Outcome) -> None:
        """Bring the article to where its file wants it."""
        wanted, at, by = self.said.status, self.said.published, self.job.by
        if wanted is None and outcome is Outcome.NEW and self.job.publishes:
            wanted = Status.PUBLISHED
        if wanted == Status.PUBLISHED and at and at > clock.now():
            wanted = Status.SCHEDULED
        if wanted == Status.SCHEDULED and at is None:
            raise Unreadable("published: a scheduled article needs a day.")
        try:
            if wanted == Status.SCHEDULED and at > clock.now():
                publishing.schedule(self.article, at=at, by=by)
            elif wanted in (Status.PUBLISHED, Status.SCHEDULED):
                publishing.publish(self.article, by=by, at=at)
        except writing.Incomplete as refusal:
            self.notes.append(f"It stays a draft. {refusal.sentence}")
        if wanted == Status.ARCHIVED:
            publishing.archive(self.article, by=by)
        elif wanted == Status.DRAFT:
            (publishing.restore if self.article.state == Status.ARCHIVED else publishing.unpublish)(self.article, by=by)

    def _author(self) -> User | None:
        if not self.said.author:
            return None
        found = User.objects.filter(email__iexact=self.said.author, is_active=True).first()
        if found and roles.may(found, "articles.write"):
            return found
        self.notes.append(f"{self.said.author} writes no articles here.")
        return None

    def _picture(self, path: str) -> str:
        """Return the address of a file of the folder that the article shows. Raises NotKept."""
        with self.job.folder.path(path).open("rb") as content:
            file = files.prepare(File(content, name=path.rpartition("/")[2]), by=self.job.by)
        if self.article and (there := files.same(self.article, file)):
            return there.url
        # The same picture in two places of a text is one file.
        return self.uploads.setdefault(f"{file.name} {file.digest}", (file, path))[0].url

    def _digest(self, body: str) -> str:
        """Return what tells whether the file, and what it shows and links to, says anything new."""
        said = self.said
        all_of_it = (
            said.title, body, said.summary, said.keywords, said.category, said.visibility, said.status, said.author,
            said.published, said.modified, said.review,
        )  # fmt: skip
        return hashlib.sha256(repr([str(one) for one in all_of_it]).encode()).hexdigest()


def _past(moment):
    """Return a moment that is over; nothing is written in the future."""
    return moment if moment and moment < clock.now() else None

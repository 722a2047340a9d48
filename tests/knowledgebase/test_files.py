"""Files of articles: kept by what they are, read by whoever may read the article, and nothing in them runs."""

import io
import os
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from activity.models import Event
from knowledgebase import files, publishing, writing
from knowledgebase.file_types import clean_name
from knowledgebase.models import ArticleFile, Visibility
from shared import clock as the_clock
from shared import markdown
from tests.cast import ACME_ID, HOSTS
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n<script>app.alert(1)</script>"


def zipped(name="a.txt"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    return held.getvalue()


def upload(content=PNG, name="shot.png"):
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def article(cast):
    return make.article(cast.ana)


class TestKinds:
    """A file is what its bytes say, whatever its sender or its name claims."""

    @pytest.mark.parametrize(
        ("content", "name", "content_type", "kept_as"),
        [
            (PNG, "shot.png", "image/png", "shot.png"),
            (b"\xff\xd8\xff\xe0" + b"x" * 30, "photo.JPEG", "image/jpeg", "photo.JPEG"),
            (b"GIF89a/*<script>*/", "a.html", "image/gif", "a.html.gif"),
            (b"RIFF\x10\0\0\0WEBPVP8 " + b"x" * 30, "a", "image/webp", "a.webp"),
            (PDF, "terms.pdf", "application/pdf", "terms.pdf"),
            (zipped(), "all.zip", "application/zip", "all.zip"),
            ("é,ü\n1,2".encode(), "list.csv", "text/plain", "list.csv"),
            ("é,ü\n1,2".encode("latin-1"), "old.csv", "text/plain", "old.csv"),
            (b"<script>alert(1)</script>", "page.txt", "text/plain", "page.txt"),
            (PNG, "report.pdf", "image/png", "report.pdf.png"),
        ],
    )
    def test_allowed(self, cast, article, content, name, content_type, kept_as):
        kept = files.keep(article, upload(content, name), by=cast.ana)
        assert (kept.content_type, kept.name, kept.size) == (content_type, kept_as, len(content))
        assert default_storage.open(kept.key).read() == content

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg"),
            (b"<html><script>alert(1)</script>", "page.html"),
            (b"<html>", "page.pdf"),
            (b"<?php evil(); ?>", "shell.php"),
            (b"<?php evil(); ?>", ".htaccess"),
            (b"<?php evil(); ?>", "\u200b.htaccess"),
            (b"MZ\x90\0", "setup.exe"),
            (b"\x7fELF\0", "a.txt"),
            (zipped("word/document.xml"), "letter.docx"),
            (zipped("META-INF/MANIFEST.MF"), "app.jar"),
            (b"", "empty.txt"),
            (b"RIFF\x10\0\0\0WAVEfmt ", "sound.webp"),
        ],
    )
    def test_refused_by_name(self, cast, article, content, name):
        with pytest.raises(files.NotKept) as refusal:
            files.keep(article, upload(content, name), by=cast.ana)
        assert clean_name(name) in refusal.value.sentence
        assert not ArticleFile.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("../../etc/passwd.png", "passwd.png"),
            ("C:\\Users\\x\\a.png", "a.png"),
            ("a\u202egnp.exe.png", "agnp.exe.png"),
            ("a\0\r\nb.png", "a b.png"),
            ("  a\tb  .png", "a b .png"),
            ("..", "file"),
            ("x" * 300 + ".png", "x" * 96 + ".png"),
            ('"><b>.png', "---b-.png"),
        ],
    )
    def test_a_name_is_for_reading_alone(self, typed, shown):
        assert clean_name(typed) == shown

    def test_the_object_is_called_something_else(self, cast, article):
        kept = files.keep(article, upload(name="../../evil.png"), by=cast.ana)
        assert re.fullmatch(rf"articles/{ACME_ID}/[\w-]{{32}}", kept.key)
        assert markdown.is_own_file(kept.url)

    @pytest.mark.parametrize("name", ["a [b] *c*.png", "100% #1?.png", "日本 é.png", "a(b).png", "x_y_z.png"])
    def test_an_article_shows_what_it_was_told_to(self, cast, article, name):
        kept = files.keep(article, upload(name=name), by=cast.ana)
        assert f'src="{kept.url}"' in markdown.article(kept.markdown).html


class TestKeeping:
    def test_the_same_file_is_kept_once(self, cast, article):
        first = files.keep(article, upload(), by=cast.ana)
        assert files.keep(article, upload(), by=cast.ben) == first
        assert files.keep(article, upload(PNG + b"x"), by=cast.ana) != first
        assert Event.objects.filter(name="article.file_added").count() == 2

    def test_a_file_that_the_text_shows_stays(self, cast, article):
        kept = files.keep(article, upload(), by=cast.ana)
        shown = writing.save(article, {"body": f"Look: {kept.markdown}"}, by=cast.ana, seen=1)
        with pytest.raises(files.StillShown):
            files.remove(kept, by=cast.ana)
        writing.save(shown, {"body": "Look."}, by=cast.ana, seen=2)
        files.remove(kept, by=cast.ana)
        assert not ArticleFile.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_what_is_removed_is_gone_from_the_storage(self, cast, article):
        kept = files.keep(article, upload(), by=cast.ana)
        with transaction.atomic():
            files.remove(kept, by=cast.ana)
            assert default_storage.exists(kept.key)
        assert not default_storage.exists(kept.key)

    def test_the_sweep_finds_what_no_article_has(self, cast, article, clock):
        kept = files.keep(article, upload(), by=cast.ana)
        stopped = files.keep(article, upload(PDF, "x.pdf"), by=cast.ana)
        ArticleFile.objects.filter(pk=stopped.pk).delete()
        assert files.sweep_orphans() == 0  # it may be on its way
        past = (the_clock.now() - timedelta(days=2)).timestamp()
        for one in (kept, stopped):
            os.utime(default_storage.path(one.key), (past, past))
        assert files.sweep_orphans() == 1
        assert (default_storage.exists(kept.key), default_storage.exists(stopped.key)) == (True, False)

    def test_a_tenant_without_files_has_nothing_to_sweep(self, cast):
        assert files.sweep_orphans() == 0


class TestReading:
    """A file is read by whoever may read its article at this moment."""

    def fetch(self, visit, person, file, **headers):
        return visit(person, host=HOSTS[ACME_ID]).get(file.url, headers=headers)

    def test_an_image_is_shown_and_nothing_in_it_runs(self, cast, article, visit):
        answer = self.fetch(visit, None, files.keep(article, upload(), by=cast.ana))
        assert (answer.status_code, b"".join(answer)) == (200, PNG)
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.streaming

    @pytest.mark.parametrize(
        ("content", "name"), [(PDF, "terms.pdf"), (b"<script>alert(1)</script>", 'a"b.txt'), (zipped(), "ü.zip")]
    )
    def test_everything_else_is_saved(self, cast, article, visit, content, name):
        answer = self.fetch(visit, None, files.keep(article, upload(content, name), by=cast.ana))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "html" not in answer.headers["Content-Type"]

    @pytest.mark.parametrize(
        ("visibility", "readers"),
        [
            (Visibility.PUBLIC, {"nobody", "cleo", "gus", "ana", "max"}),
            (Visibility.SIGNED_IN, {"cleo", "gus", "ana", "max"}),
            (Visibility.STAFF, {"ana", "max"}),
        ],
    )
    def test_who_may_read_the_article_reads_its_files(self, cast, visit, visibility, readers):
        kept = files.keep(make.article(cast.ana, visibility=visibility), upload(), by=cast.ana)
        for part in ("nobody", "cleo", "gus", "ana", "max"):
            answer = self.fetch(visit, None if part == "nobody" else getattr(cast, part), kept)
            assert answer.status_code == (200 if part in readers else 404), part
            if answer.status_code == 200:
                is_public = visibility == Visibility.PUBLIC
                assert ("no-store" in answer.headers["Cache-Control"]) != is_public

    def test_after_unpublishing_only_authors_read_them(self, cast, article, visit):
        kept = files.keep(article, upload(), by=cast.ana)
        etag = self.fetch(visit, None, kept).headers["ETag"]
        publishing.unpublish(article, by=cast.ana)
        assert self.fetch(visit, None, kept).status_code == 404
        assert self.fetch(visit, cast.cleo, kept, **{"If-None-Match": etag}).status_code == 404
        assert self.fetch(visit, cast.ben, kept).headers["Cache-Control"] == "no-store, private"

    def test_who_has_it_is_not_sent_it_again(self, cast, article, visit):
        kept = files.keep(article, upload(), by=cast.ana)
        etag = self.fetch(visit, None, kept).headers["ETag"]
        answer = self.fetch(visit, None, kept, **{"If-None-Match": etag})
        assert (answer.status_code, answer.content) == (304, b"")

    def test_neither_another_name_nor_another_tenant_nor_a_lost_object(self, cast, article, visit):
        kept = files.keep(article, upload(), by=cast.ana)
        assert visit().get(kept.url.replace("shot.png", "bank.png")).status_code == 404
        assert visit(cast.globex.ana).get(kept.url).status_code == 404
        for strange in ("%00", "x" * 5000, "..", "%2e%2e%2fx"):
            assert visit().get(f"/articles/files/{strange}/shot.png").status_code == 404
            assert visit().get(kept.url.replace("shot.png", strange)).status_code == 404
        default_storage.delete(kept.key)
        assert self.fetch(visit, None, kept).status_code == 404


class TestUploading:
    """The only addresses that take files, and from authors alone."""

    def send(self, client, article, *sent, **more):
        headers = {"Accept": "application/json"} if more.pop("script", True) else {}
        return client.post(f"/desk/articles/{article.number}/files/", {"file": list(sent), **more}, headers=headers)

    def test_a_script_is_told_what_to_write(self, cast, article, visit):
        answer = self.send(visit(cast.ana), article, upload(), upload(b"MZ\0", "setup.exe"))
        assert answer.status_code == 201
        kept = ArticleFile.objects.get()
        assert answer.json()["files"] == [
            {
                "name": "shot.png",
                "url": kept.url,
                "markdown": f"![shot]({kept.url})",
                "is_image": True,
                "size": len(PNG),
            }
        ]
        assert answer.json()["errors"][0].startswith("setup.exe is of a kind")

    def test_a_form_comes_back_to_its_page(self, cast, article, visit):
        answer = self.send(visit(cast.ana), article, upload(), script=False, next="/desk/articles/?x=1")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/articles/?x=1")
        answer = self.send(visit(cast.ana), article, script=False, next="//evil.test/")
        assert answer.headers["Location"] == f"/desk/articles/{article.number}/"

    def test_a_file_that_is_too_large_is_named_and_the_others_are_kept(self, cast, article, visit, monkeypatch):
        large = io.BytesIO(PNG + b"x" * files.LARGEST)
        large.name = "huge.png"
        answer = self.send(visit(cast.ana), article, large, upload())
        assert answer.json()["errors"] == ["huge.png is larger than 20 MB. Make it smaller and add it again."]
        assert [one.name for one in ArticleFile.objects.all()] == ["shot.png"]

    def test_nothing_at_all(self, cast, article, visit):
        answer = self.send(visit(cast.ana), article)
        assert (answer.status_code, answer.json()["errors"]) == (422, ["Choose a file."])

    @pytest.mark.parametrize("part", ["cleo", "gus", None])
    def test_others_add_nothing_and_nothing_of_theirs_is_kept_anywhere(
        self, cast, article, visit, part, settings, tmp_path
    ):
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        answer = self.send(visit(getattr(cast, part) if part else None), article, upload(PNG + b"x" * 3_000_000))
        assert answer.status_code in (401, 404)
        assert not answer.wsgi_request.FILES
        assert list(tmp_path.iterdir()) == []
        assert not ArticleFile.objects.exists()

    def test_a_form_of_another_site_adds_nothing(self, cast, article, visit):
        client = visit(cast.ana)
        client.handler.enforce_csrf_checks = True
        assert self.send(client, article, upload()).status_code == 403
        token = re.search(r'X-CSRFToken":"([^"]+)"', client.get("/password/").content.decode())[1]
        assert self.send(client, article, upload(), csrfmiddlewaretoken=token).status_code == 201
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        url = f"/desk/articles/{article.number}/files/"
        assert client.post(url, {"file": upload(PDF, "a.pdf")}, headers=headers).status_code == 201

    def test_an_author_of_another_tenant_adds_nothing(self, cast, article, visit):
        assert self.send(visit(cast.globex.ana), article, upload()).status_code == 404

    def test_removing(self, cast, article, visit):
        kept = files.keep(article, upload(), by=cast.ana)
        url = f"/desk/articles/{article.number}/files/{kept.token}/removal/"
        assert visit(cast.cleo).post(url).status_code == 404
        other = make.article(cast.ana, title="Another")
        assert visit(cast.ben).post(url.replace(str(article.number), str(other.number))).status_code == 404
        assert visit(cast.ben).post(url).status_code == 303
        assert not ArticleFile.objects.exists()

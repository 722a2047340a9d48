"""Uploads of articles: archives that are no traps, read in the background, by admins alone."""

import io
import stat
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledgebase.imports import folder as import_folder
from knowledgebase.imports import uploads as import_uploads
from knowledgebase.imports.folder import Refused, unpack
from knowledgebase.models import Article, ArticleImport

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def zipped(**entries):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


class TestArchives:
    @pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "a/../../b.md", "..\\a.md", "C:/a.md"])
    def test_none_leads_out(self, tmp_path, name):
        with pytest.raises(Refused, match="leads out"):
            unpack(io.BytesIO(zipped(**{name: "x"})), tmp_path / "in")
        assert not (tmp_path / "b.md").exists()

    def test_none_is_a_link(self, tmp_path):
        held, link = io.BytesIO(), zipfile.ZipInfo("a.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(link, "/etc/passwd")
        with pytest.raises(Refused, match="a link"):
            unpack(held, tmp_path)

    def test_none_is_a_bomb(self, tmp_path, monkeypatch):
        bomb = zipped(**{"a.md": b"\0" * (import_folder.MOST_BYTES + 1)})
        assert len(bomb) < 200_000
        with pytest.raises(Refused, match="50 MB"):
            unpack(io.BytesIO(bomb), tmp_path / "said")
        # One that lies about its size is found out while it is unpacked.
        monkeypatch.setattr(import_folder, "_check", lambda entries: None)
        with pytest.raises(Refused):
            unpack(io.BytesIO(bomb), tmp_path / "lied")
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= import_folder.MOST_BYTES

    def test_none_has_too_many_files(self, tmp_path):
        many = zipped(**{f"{number}.md": "x" for number in range(import_folder.MOST_FILES + 1)})
        with pytest.raises(Refused, match="2,001 files"):
            unpack(io.BytesIO(many), tmp_path)

    @pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 5, b"not a zip" * 100])
    def test_what_is_none(self, tmp_path, content):
        with pytest.raises(Refused):
            unpack(io.BytesIO(content), tmp_path)


class TestUploading:
    PAGE = "/settings/articles/import/"

    def send(self, client, *files, **more):
        return client.post(self.PAGE, {"file": [SimpleUploadedFile(name, content) for name, content in files], **more})

    def test_a_zip_file_is_read_in_the_background(self, cast, visit, post_office, monkeypatch):
        monkeypatch.setattr(import_uploads, "_TURN", -1)  # one file in each turn
        client = visit(cast.max)
        archive = zipped(**{"site/a.md": "# A", "site/b.md": "![x](p.png)", "site/p.png": PNG, "site/c.md": b"\xff"})
        answer = self.send(client, ("site.zip", archive), publishes="1")
        assert answer.status_code == 303
        page = answer.headers["Location"]
        assert b"hx-get" in client.get(page).content
        post_office()
        html = client.get(page).content.decode()
        assert "1 of 3 files could not be imported" in html
        assert "It is not UTF-8 text" in html
        assert "hx-get" not in html.partition('id="import"')[2].partition("</div>")[0]
        assert set(Article.objects.values_list("import_key", flat=True)) == {"site/a.md", "site/b.md"}
        row = ArticleImport.objects.get()
        assert row.finished_at
        assert row.begun_by == cast.max

    @pytest.mark.django_db(transaction=True)
    def test_what_was_uploaded_is_not_kept(self, cast, visit, post_office):
        self.send(visit(cast.max), ("a.md", b"# A"), ("p.png", PNG))
        row = ArticleImport.objects.get()
        assert default_storage.exists(row.object_name)
        post_office()
        assert not default_storage.exists(row.object_name)
        assert Article.objects.get().title == "A"

    @pytest.mark.parametrize(
        ("files", "why"),
        [
            ([], "Choose a ZIP file"),
            ([("a.zip", b"x")], "no ZIP file"),
            ([("a.zip", zipped(**{"../a.md": "x"}))], "leads out"),
            ([("a.zip", zipped(**{"a.txt": "x"}))], "no Markdown"),
            ([("a.zip", zipped(**{"a.md": "x"})), ("b.md", b"x")], "Choose one ZIP file"),
        ],
    )
    def test_what_cannot_be_read_is_said_at_once(self, cast, visit, files, why):
        answer = self.send(visit(cast.max), *files)
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert not ArticleImport.objects.exists()

    @pytest.mark.parametrize(("part", "status"), [("cleo", 404), ("ana", 403), ("mia", 403)])
    def test_only_admins_import(self, cast, visit, part, status):
        client = visit(getattr(cast, part))
        assert client.get(self.PAGE).status_code == status
        assert self.send(client, ("a.md", b"x")).status_code == status
        assert not ArticleImport.objects.exists()

"""A folder of files becomes articles, once, and again whenever it changes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from knowledgebase import importing, publishing, writing
from knowledgebase.importing import Outcome
from knowledgebase.imports.folder import Folder
from knowledgebase.imports.manuscripts import Unreadable, read
from knowledgebase.models import Article, ArticleCategory, ArticleFile, Status, Visibility
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ZONE = ZoneInfo("Europe/Lisbon")
FULL = """---
number: 318
title: Change your e-mail address
category: Account > Sign-in
summary: Where to type the new one.
keywords: [mail, login]
visibility: signed-in
status: published
author: ben@acme.test
published: 2024-05-31
modified: 2024-06-02 14:30
review: 2030-01-01
---
# Change your e-mail address

Open **Settings**.
"""


@pytest.fixture
def folder(tmp_path):
    """A folder to put files into: folder("a/b.md", "text")."""
    root = tmp_path / "site"

    def put(name, content):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    root.mkdir()
    put.root = root
    return put


@pytest.fixture
def run(cast, folder):
    """Imports the folder and returns what became of each file."""

    def again(**how):
        lines = []
        importing.run(importing.begin(Folder(folder.root), by=cast.max, **how), told=lines.append)
        return {line.name: line for line in lines}

    return again


def outcomes(lines):
    return {name: str(line.outcome) for name, line in lines.items()}


class TestOneFile:
    """What a file says of itself."""

    def test_everything_it_can_say(self, cast, folder, run):
        folder("sign-in/change.md", FULL)
        assert run()["sign-in/change.md"] == importing.Line("sign-in/change.md", Outcome.NEW, 318)
        article = Article.objects.get(number=318)
        assert (article.title, article.summary, article.keywords) == (
            "Change your e-mail address", "Where to type the new one.", "mail, login",
        )  # fmt: skip
        assert (str(article.category), article.visibility, article.author) == (
            "Account › Sign-in", Visibility.SIGNED_IN, cast.ben,
        )  # fmt: skip
        assert article.body == "Open **Settings**."
        assert (article.state, article.version, article.review_on) == (Status.PUBLISHED, 1, date(2030, 1, 1))
        assert article.published_at.date() == date(2024, 5, 31)
        assert article.modified_at.date() == date(2024, 6, 2)

    @pytest.mark.parametrize(
        ("name", "text", "title", "body"),
        [
            ("a.md", "# Reset *it*\n\nWords.", "Reset it", "Words."),
            ("a.md", "Reset it\n========\n\nWords.", "Reset it", "Words."),
            ("a.md", "Words.\n\n## Later\n\nMore.", "Later", "Words.\n\n## Later\n\nMore."),
            ("reset-your_password.md", "Words.", "Reset your password", "Words."),
            ("a.md", "---\ntitle: Mine\n---\n# Theirs\n\nWords.", "Mine", "# Theirs\n\nWords."),
            ("a.md", "\ufeff---\r\ntitle: Mine\r\n---\r\nWords.", "Mine", "Words."),
            ("a.html", "<title>T</title><nav>x</nav><h1>Reset</h1><p>A <b>word</b>.</p>", "Reset", "A **word**."),
            ("a.html", "<title>T</title><script>alert(1)</script><p>A</p>", "T", "A"),
            ("a.html", "---\ntitle: Mine\n---\n<ol><li>One</li><li>Two</li></ol>", "Mine", "1. One\n2. Two"),
        ],
    )  # fmt: skip
    def test_its_title(self, name, text, title, body):
        said = read(name, text.encode(), zone=ZONE)
        assert (said.title, said.body) == (title, body)

    def test_a_table_and_a_picture_out_of_html(self):
        page = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><img src='x.png' alt='X'>"
        body = read("a.html", page.encode(), zone=ZONE).body
        assert "| a | b |" in body
        assert "![X](x.png)" in body

    def test_days_are_those_of_the_tenant(self):
        said = read("a.md", b"---\npublished: 2026-05-31 10:00\n---\nx", zone=ZONE)
        assert said.published == datetime(2026, 5, 31, 9, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (b"---\ntitle: a: b\n---\nx", "Line 2 of its front matter is no YAML"),
            (b"---\n- a\n---\nx", "no list of"),
            (b"---\ntitle: [a, {b: c}]\n---\nx", "title:"),
            (b"---\nnumber: 0\n---\nx", "number:"),
            (b"---\nnumber: yes\n---\nx", "number:"),
            (b"---\npublished: 142\n---\nx", "published:"),
            (b"---\npublished: 2026-13-41\n---\nx", ""),
            (b"---\nstatus: live\n---\nx", "status: write draft, scheduled, published or archived"),
            (b"---\nvisibility: secret\n---\nx", "visibility: write public, signed-in or staff"),
            (b"---\n!!python/object/apply:os.system ['x']\n---\nx", "YAML"),
            (b"---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: *b\n---\nx", "aliases"),
            (b"---\ntitle: " + b"x" * 151 + b"\n---\nx", "150"),
            (b"---\na: " + b"[" * 5000 + b"\n---\nx", "YAML"),
            (b"\xff\xfe\x00", "UTF-8"),
            (b"a\0b", "not text"),
            (b"x" * 100_001, "100,000"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said(self, text, why):
        with pytest.raises(Unreadable) as refusal:
            read("a.md", text, zone=ZONE)
        assert why in refusal.value.sentence

    def test_a_page_nested_without_end(self):
        with pytest.raises(Unreadable):
            read("a.html", b"<div>" * 20_000 + b"x", zone=ZONE)


class TestFolder:
    def test_a_bad_file_does_not_stop_the_rest(self, folder, run):
        folder("a.md", "# A\n\nx")
        folder("b.md", "---\ntitle: [\n---\nx")
        folder("c.md", b"\xff\xfe")
        folder("d.html", "<h1>D</h1><p>x</p>")
        folder(".git/x.md", "hidden")
        lines = run()
        assert outcomes(lines) == {"a.md": "new", "b.md": "failed", "c.md": "failed", "d.html": "new"}
        assert set(Article.objects.values_list("title", flat=True)) == {"A", "D"}
        assert lines["b.md"].notes[0].startswith("Line ")

    def test_once_more_changes_nothing(self, folder, run):
        folder("a.md", FULL + "\n![x](p.png) [b](b.md)")
        folder("b.md", "# B\n\n[a](a.md#open)")
        folder("p.png", PNG)
        run()
        before = [(article.pk, article.version, article.modified_at) for article in Article.objects.order_by("pk")]
        assert set(outcomes(run()).values()) == {"unchanged"}
        assert [(one.pk, one.version, one.modified_at) for one in Article.objects.order_by("pk")] == before
        assert (ArticleFile.objects.count(), ArticleCategory.objects.filter(name="Account").count()) == (1, 1)

    def test_what_changed_becomes_a_version(self, folder, run):
        folder("a.md", "# A\n\nFirst.")
        folder("b.md", "# B\n\nx")
        run(publishes=False)
        folder("a.md", "---\nstatus: archived\n---\n# A\n\nSecond.")
        assert outcomes(run()) == {"a.md": "changed", "b.md": "unchanged"}
        article = Article.objects.get(title="A")
        assert (article.version, article.body, article.state) == (2, "Second.", Status.ARCHIVED)

    def test_what_people_changed_here_stays_until_the_file_changes(self, cast, folder, run):
        folder("a.md", "---\ncategory: Account\nstatus: published\n---\n# A\n\nFirst.")
        run()
        article = writing.save(Article.objects.get(), {"body": "Mine."}, by=cast.ana, seen=1)
        publishing.unpublish(article, by=cast.ana)
        assert outcomes(run()) == {"a.md": "unchanged"}
        article.refresh_from_db()
        assert (article.body, article.state) == ("Mine.", Status.DRAFT)
        folder("a.md", "---\ncategory: Account\nstatus: published\n---\n# A\n\nSecond.")
        assert "as version 2" in run()["a.md"].notes[0]
        assert article.versions.get(number=2).body == "Mine."

    def test_what_does_not_say_is_a_draft_unless_all_are_to_be_published(self, folder, run):
        folder("a.md", "---\ncategory: X\n---\nx")
        run()
        assert Article.objects.get().state == Status.DRAFT
        folder("b.md", "---\ncategory: X\n---\nx")
        folder("c.md", "---\nstatus: draft\n---\nx")
        folder("d.md", "no place")
        lines = run(publishes=True)
        states = {article.import_key: article.state for article in Article.objects.all()}
        assert states == {
            "a.md": Status.DRAFT, "b.md": Status.PUBLISHED, "c.md": Status.DRAFT, "d.md": Status.DRAFT,
        }  # fmt: skip
        assert lines["d.md"].notes == ("It stays a draft. Select a category before readers see this.",)

    def test_one_for_later_is_scheduled(self, folder, run):
        day = (the_clock.now().date()).replace(year=the_clock.now().year + 1, day=1)
        folder("a.md", f"---\ncategory: X\nstatus: published\npublished: {day}\n---\nx")
        run()
        assert Article.objects.get().state == Status.SCHEDULED

    def test_a_number_that_is_taken(self, cast, folder, run):
        make.draft(cast.ana, number=318)
        folder("a.md", FULL)
        folder("b.md", "---\nnumber: 400\n---\nx")
        folder("c.md", "---\nnumber: 400\n---\nx")
        assert outcomes(run()) == {"a.md": "failed", "b.md": "new", "c.md": "failed"}
        assert outcomes(run()) == {"a.md": "failed", "b.md": "unchanged", "c.md": "failed"}

    def test_an_author_who_is_none(self, cast, folder, run):
        folder("a.md", "---\nauthor: cleo@acme.test\n---\nx")
        assert run()["a.md"].notes == ("cleo@acme.test writes no articles here.",)
        assert Article.objects.get().author == cast.max


class TestLinks:
    def test_files_link_to_each_other_and_show_their_pictures(self, folder, run):
        folder("img/a (1).png", PNG)
        folder(
            "one/a.md",
            "[b](../two/b.md#set-up 'Title') [up](/two/b) [ref][r] ![p](<../img/a (1).png>)\n\n[r]: ../two/b.html",
        )
        folder("two/b.md", "![p](../img/a%20(1).png) [x](https://ok.test/a.md) [t](#here) [mail](mailto:a@b.test)")
        lines = run()
        a, b = (Article.objects.get(import_key=key) for key in ("one/a.md", "two/b.md"))
        files = {file.article_id: file for file in ArticleFile.objects.all()}
        assert a.body == (
            f"[b](/k/{b.number}#set-up 'Title') [up](/k/{b.number}) [ref][r] ![p]({files[a.pk].url})"
            f"\n\n[r]: /k/{b.number}"
        )
        assert b.body == (f"![p]({files[b.pk].url}) [x](https://ok.test/a.md) [t](#here) [mail](mailto:a@b.test)")
        assert [line.notes for line in lines.values()] == [(), ()]

    def test_what_is_not_there_is_said_and_code_is_left_alone(self, folder, run):
        folder("a.md", "[x](gone.md) ![x](gone.png)\n\n```\n[y](b.md)\n```")
        folder("b.md", "x")
        assert run()["a.md"].notes == (
            "There is no gone.md to link to or to show.", "There is no gone.png to link to or to show.",
        )  # fmt: skip
        assert "[y](b.md)" in Article.objects.get(import_key="a.md").body

    def test_nothing_outside_of_the_folder_is_read(self, folder, run, tmp_path):
        (tmp_path / "secret.png").write_bytes(PNG)
        (tmp_path / "secret.md").write_text("# Secret")
        (folder.root / "link.md").symlink_to(tmp_path / "secret.md")
        (folder.root / "link.png").symlink_to(tmp_path / "secret.png")
        folder(
            "a.md", "![x](../secret.png) ![x](/../secret.png) ![x](..%2fsecret.png) ![x](link.png) ![x](/etc/passwd)"
        )
        assert list(run()) == ["a.md"]
        assert not ArticleFile.objects.exists()

    def test_a_picture_that_cannot_be_one_is_said(self, folder, run):
        folder("a.md", "![x](x.svg)")
        folder("x.svg", "<svg onload='alert(1)'/>")
        assert run()["a.md"].notes[0].startswith("x.svg is of a kind that articles cannot have.")


class TestCommand:
    def call(self, folder, capsys, **more):
        try:
            call_command("import_articles", str(folder.root), tenant="acme", **more)
            code = 0
        except CommandError:
            code = 1
        return code, capsys.readouterr().out

    def test_it_says_what_becomes_of_each_file(self, cast, folder, capsys):
        folder("a.md", FULL)
        folder("b.md", "x")
        with tenant_scope(None):
            code, out = self.call(folder, capsys, publish=True)
        assert code == 0
        assert "[1/2] new       a.md -> 318" in out
        assert "2 new, 0 changed, 0 unchanged, 0 failed" in out
        assert Article.objects.get(number=318).modified_by == cast.max

    def test_a_failure_is_its_exit_code(self, cast, folder, capsys):
        folder("a.md", "x")
        folder("b.md", b"\xff")
        code, out = self.call(folder, capsys)
        assert code == 1
        assert "failed    b.md" in out
        assert "not UTF-8" in out

    @pytest.mark.parametrize("more", [{"tenant": "nobody"}, {"by": "cleo@acme.test"}])
    def test_what_is_not_there(self, cast, folder, more):
        folder("a.md", "x")
        with pytest.raises(CommandError):
            call_command("import_articles", str(folder.root), **{"tenant": "acme"} | more)

"""What people type is text: on every page that shows it, in every place of it, and in every mail."""

import pytest

from accounts import teams
from accounts.models import Plan, User
from knowledgebase import feedback
from knowledgebase.models import Article, ArticleCategory, ArticleImport, ArticleVersion
from shared import clock
from tenants import profiles
from tests import make
from tests.security.forms import Page
from tickets import assignment, catalogue, conversation, progress
from tickets.models import Category, FormField, Priority, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db

# Breaks out of an attribute with either quotation mark, and of an element; short enough for every name.
NAME = "\"'><xss xss onx=1>{{7*7}}"
TEXTS = [
    NAME,
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><xss xss>",
    "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](//evil.test) <javascript:alert(1)>",
    '[e](JaVaScRiPt&#58;alert(1)) [f](java\nscript:alert(1)) [g](https://a.test "x\\" onx=1 xss=\'")',
    "![i](x) <iframe src=//evil.test></iframe> <form action=//evil.test><input name=x></form> <base href=//evil.test>",
    "</textarea></title></style></script><xss xss> <!-- --!><xss xss> <![CDATA[<xss xss>]]>",
    "<a href='javascript:alert(1)' hx-get='/x' hx-on:click='x' style='x' id=main class=x>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    '`"\'><xss xss>` ```"><xss xss>\n"\'><xss xss>\n```\n\n    "\'><xss xss>\n',
    'https://evil.test/"\'><xss%20xss> <https://evil.test/"onx=1>',
]
UPLOAD = "5f6f0c58-7d7c-4f0e-9a53-5a1a3d1f9e11"
_SCHEMES = ("http://", "https://", "mailto:", "/", "#", "?", "")


def assert_harmless(html, where, *, in_prose=True):
    """No element, attribute or address of the attacker's is in a page."""
    for tag, given in Page(html).elements:
        assert tag not in ("xss", "iframe", "base", "math", "style", "object"), where
        assert not [name for name in given if name.startswith(("on", "xss", "hx-on"))], f"{where}: {tag} {given}"
        for name in ("href", "src", "action"):
            value = (given.get(name) or "").strip().lower()
            assert value.startswith(_SCHEMES[:6]) or ":" not in value, f"{where}: {tag} {given}"
            assert not value.startswith("//"), f"{where}: {tag} {given}"
        if tag in ("img", "form", "input"):
            assert "evil" not in str(given), f"{where}: {given}"
        if tag == "img":
            assert given.get("src") != "x", where
    assert "<xss" not in html, where


def soil_articles(cast, scene):
    """The same for the knowledge base: an article, its earlier wordings, its place, and what readers say of it."""
    shown = scene.file.markdown
    for wordings in (Article.objects, ArticleVersion.objects):
        wordings.update(title=NAME, summary=NAME, keywords=NAME, body="\n\n".join([*TEXTS, f"# {NAME}", shown]))
    ArticleVersion.objects.update(note=NAME)
    ArticleCategory.objects.update(name=NAME[:60], description=NAME)
    ArticleImport.objects.create(
        name=NAME, begun_by=cast.max, begun_at=clock.now(), numbers=[[NAME, 1]], lines=[[NAME, "failed", 1, [NAME]]],
        finished_at=clock.now(), key=UPLOAD,
    )  # fmt: skip
    feedback.give(scene.article, is_helpful=False, comment=TEXTS[1], reasons=["other"], reader=cast.cleo)
    scene.article.refresh_from_db()


@pytest.fixture
def soiled(cast, scene, post_office):
    """Everything that has a name is called by an attack, and every text is one."""
    User.objects.exclude(pk=None).update(name=NAME)
    Ticket.objects.update(requester_name=NAME)
    Category.objects.filter(pk=cast.refund.pk).update(name=NAME, hint=NAME)
    Category.objects.filter(pk=cast.sales.pk).update(name=NAME, hint=NAME)
    Priority.objects.filter(pk=Priority.objects.first().pk).update(name=NAME)
    Plan.objects.filter(is_default=True).update(name=NAME[:40])
    for number, field in enumerate(FormField.objects.all()):
        FormField.objects.filter(pk=field.pk).update(label=f"{number}{NAME}", hint=NAME, choices=f"{NAME}\n{NAME}2")
    profile = profiles.current()
    profile.name = NAME
    profile.save()
    teams.change(cast.billing, name=NAME, assignment="", members=(cast.ana.pk,), by=cast.max)
    for row in (catalogue.add_priority(name="x" + NAME, by=cast.max), cast.site_down):
        (catalogue.archive_priority if isinstance(row, Priority) else catalogue.archive_category)(row, by=cast.max)
    people = {name: User.objects.get(pk=getattr(cast, name).pk) for name in ("cleo", "ana", "mia")}
    refund = Category.objects.select_related("parent__priority").get(pk=cast.refund.pk)
    fields = [(field, NAME) for field in FormField.objects.filter(category=refund)]
    ticket = make.ticket(people["cleo"], category=refund, subject=NAME, description=TEXTS[1], answers=fields)
    conversation.edit_description(ticket, body=TEXTS[2], by=people["cleo"])
    assignment.assign(ticket, to=people["ana"], by=people["mia"])
    for number, text in enumerate(TEXTS):
        write = (conversation.reply, conversation.internal_note, conversation.ask_for_information)[number % 3]
        write(ticket, body=text, by=people["ana"], form_key=make.key())
        conversation.message(ticket, body=text, by=people["cleo"], form_key=make.key())
    conversation.suggest_solution(ticket, body=NAME, by=people["ana"], form_key=make.key())
    progress.recategorise(ticket, category=Category.objects.get(pk=cast.sales.pk), by=people["mia"])
    progress.close(ticket, by=people["ana"], reason=NAME)
    conversation.message(ticket, body=TEXTS[3], by=people["cleo"], form_key=make.key())
    soil_articles(cast, scene)
    Ticket.objects.filter(pk=ticket.pk).update(follow_up_of=scene.ticket)
    Ticket.objects.update(subject=NAME)
    scene.ticket = ticket
    return scene


@pytest.mark.parametrize("part", ["nobody", "cleo", "gus", "ana", "mia", "max"])
def test_on_every_page(soiled, addresses, cast, visit, part):
    client, shown = visit(None if part == "nobody" else getattr(cast, part)), 0
    paths = [path for _, _, path in addresses] + ["/tickets/?show=closed", "/tickets/new/?different"]
    paths += [f"/tickets/{soiled.ticket.number}/", "/desk/lists/all/", "/desk/lists/team/", "/desk/lists/closed/"]
    paths += [
        f"/tickets/new/?follow_up_of={soiled.tickets[Status.CLOSED].number}",
        f"/desk/tickets/{soiled.ticket.number}/",
    ]
    paths += [f"/settings/staff/?q={NAME}", f"/sign-in/?next={NAME}"]
    paths += [f"/settings/articles/import/{UPLOAD}/", f"/articles/search/?q={NAME}", f"/desk/articles/?q={NAME}"]
    for path in paths:
        answer = client.get(path)
        if answer.streaming:  # a file, which is no page
            continue
        html = answer.content.decode()
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert_harmless(html, path)
            shown += "{{7*7}}" in html
    assert shown >= 5


@pytest.mark.parametrize("part", ["nobody", "cleo", "ana", "mia", "max"])
def test_on_a_page_that_a_form_comes_back_on(soiled, addresses, cast, visit, part):
    """What was typed wrong stands in the form again, as text."""
    client, shown = visit(None if part == "nobody" else getattr(cast, part)), 0
    names = ("name", "email", "subject", "body", "description", "reason", "hint", "label", "choices", "next", "held",
             "brand_colour", "picked", "time_zone", "form_key", "seen", "category", "subcategory", "list", "words",
             "priority", "page", "assignee", "then", "close_after_days", "kind", "roles", "follow_up_of")  # fmt: skip
    for _, _, path in addresses:
        if path.startswith(("/sign-out/", "/guest/")):
            continue
        for typed in (dict.fromkeys(names, NAME), dict.fromkeys(names, "x" * 300 + NAME)):
            answer = client.post(path, typed)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                assert_harmless(answer.content.decode(), path)
                shown += answer.status_code in (409, 422)
    assert shown >= 2


def test_in_every_mail(soiled, cast, post_office):
    letters = post_office()
    assert len(letters) > 20
    for letter in letters:
        html = letter.alternatives[0][0]
        for tag, given in Page(html).elements:
            assert tag not in ("xss", "iframe", "base", "script", "img", "form", "svg", "style"), letter.subject
            assert not [name for name in given if name.startswith(("on", "xss", "hx-"))], f"{tag} {given}"
            assert (given.get("href") or "http://").startswith(("http://", "https://", "mailto:")), given
        assert "<xss" not in html
        headers = letter.message().items()
        assert not [name for name, value in headers if "\n" in str(value).replace("\n ", "")]
    assert any("{{7*7}}" in letter.body for letter in letters)


def test_percent_signs_and_braces_in_a_label_are_letters(cast, visit):
    """Django puts the typed value into some sentences with the % operator."""
    FormField.objects.create(category=cast.sales, label="100% {0.__class__} %(x)s sure?", kind="choice", choices="a\nb")
    words = {"subject": "x", "description": "x", "category": cast.sales.pk, "form_key": make.key()}
    field = FormField.objects.get()
    for value in ("c", "", "%s"):
        answer = visit(cast.cleo).post("/tickets/new/?different", words | {f"field_{field.pk}": value})
        assert answer.status_code == 422
        assert "100% {0.__class__} %(x)s sure?" in answer.content.decode()

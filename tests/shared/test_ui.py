"""The parts of the pages: what they say to eyes, to screen readers, and to nobody else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from helpdesk.local import gallery
from shared import appearance, clock
from shared.forms import BoxedRadio, Described, Form, problems
from shared.templatetags import ui

ROOT = Path(__file__).parents[2]
# All but those of mails: mail programs know no style sheets of ours.
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - set((ROOT / "templates/mail").rglob("*.html")))


def html(source, **context):
    return Template(source).render(Context(context))


class Question(Form):
    subject = forms.CharField(help_text="A few words.")
    kind = forms.ChoiceField(choices=[("a", Described("Account", "Signing in")), ("b", "Billing")], widget=BoxedRadio)
    agree = forms.BooleanField(label="I tried it again")
    why = forms.CharField(label="What happened?")
    extra = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


# --- words and marks -------------------------------------------------------------------------------------


def test_what_people_wrote_is_escaped_in_every_part():
    bad = '<b>"&'
    out = html(
        '{% badge "new" bad %}{% button bad %}{% card bad %}{{ bad }}{% endcard %}'
        '{% row "/" bad facts=bad %}{% endrow %}{% prop bad %}{{ bad }}{% endprop %}'
        '{% entry "note" name=bad more=bad sign=bad %}{% endentry %}{% toast bad %}',
        bad=bad,
    )
    assert "<b>" not in out
    assert "&lt;b&gt;" in out


def test_a_part_sees_no_variable_of_the_page():
    assert "href" not in html('{% button "Send" %}', url="/elsewhere/", icon="inbox")


def test_keyword_arguments_become_attributes():
    out = html('{% button "Send" hx_post=url autofocus=True disabled=False data_x=\'"\' %}', url="/x/?a=1&b=2")
    assert 'hx-post="/x/?a=1&amp;b=2"' in out
    assert " autofocus" in out
    assert "disabled" not in out
    assert 'data-x="&quot;"' in out


def test_a_status_is_an_icon_and_words():
    out = html('{% badge "needs-reply" "Needs Reply" %}')
    assert 'data-status="needs-reply"' in out
    assert "<svg" in out
    assert 'aria-hidden="true"' in out
    assert "Needs Reply" in out


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Jo Dunn", "JD"),
        ("Ana", "A"),
        ("Maria del Mar Vila", "MV"),
        ("jo.dunn@example.com", "J"),
        ("Åsa Öberg", "ÅÖ"),
        ("  ", "?"),
        ("", "?"),
        (None, "?"),
        ("(bot)", "?"),
    ],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_the_same_person_has_the_same_colour_everywhere():
    assert html("{% avatar a %}", a="Jo Dunn") == html("{% avatar a %}", a="Jo Dunn")


# --- times ---------------------------------------------------------------------------------------------------


def test_a_moment_is_told_in_the_readers_time_zone():
    with timezone.override(ZoneInfo("America/Toronto")):
        year = clock.now().year
        out = html("{% moment at %}", at=datetime(year, 7, 1, 13, 5, tzinfo=UTC))
    assert re.search(r">\w{3} 1 Jul, 09:05</time>", out)
    assert f"1 July {year}, 09:05 (America/Toronto)" in out


def test_the_year_is_told_only_if_it_is_another():
    assert "2019, 09:05" in html("{% moment at %}", at=datetime(2019, 7, 1, 9, 5, tzinfo=UTC))
    assert str(clock.now().year) not in html("{% day at %}", at=clock.now()).split(">")[1]


@pytest.mark.parametrize(
    ("passed", "short", "words"),
    [
        (timedelta(seconds=20), "now", "just now"),
        (timedelta(minutes=40), "40m", "40 minutes"),
        (timedelta(hours=1, minutes=59), "1h", "1 hour"),
        (timedelta(days=3, hours=4), "3d 4h", "3 days 4 hours"),
        (timedelta(days=1), "1d", "1 day"),
        (timedelta(days=12, hours=4), "12d", "12 days"),
        (-timedelta(minutes=5), "now", "just now"),
    ],
)
def test_how_long_something_waits(passed, short, words):
    now = clock.now()
    out = html("{% ago since now %}", since=now - passed, now=now)
    assert f'<span aria-hidden="true">{short}</span>' in out
    assert f">{words}</span>" in out


def test_no_time_says_nothing():
    assert html("{% moment at %}{% day at %}{% ago at %}", at=None) == ""


@pytest.mark.parametrize("said", ["", "<b>A-77</b>", "2026-02-30", "2026-5-4", "２０２６-05-04", "2026-05-04 or so"])
def test_an_answer_that_is_a_day_reads_as_a_day_and_any_other_as_it_was_given(said):
    assert html("{% answer said %}", said="2019-05-14") == '<time datetime="2019-05-14">Tue 14 May 2019</time>'
    assert html("{% answer said %}", said=said) == said.replace("<", "&lt;").replace(">", "&gt;")


# --- forms ---------------------------------------------------------------------------------------------------


def test_an_error_stands_at_its_field_and_is_tied_to_it():
    out = str(Question({})["subject"].as_field_group())
    assert '<p class="field__error">' in out
    assert "Enter a subject" in out
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in out
    assert 'aria-invalid="true"' in out
    assert 'id="id_subject_error"' in out
    assert 'class="input"' in out


def test_every_field_asks_for_itself():
    assert [problem.text for problem in problems(Question({"token": "x"}))] == [
        "Enter a subject",
        "Select a kind",
        "Tick “I tried it again”",
        "Answer “What happened?”",
    ]


def test_the_summary_links_to_the_first_choice_of_a_group():
    out = html("{% error_summary form %}", form=Question({"token": "x"}))
    assert 'href="#id_kind_0"' in out
    assert 'id="id_kind_0"' in str(Question({})["kind"])
    assert "autofocus" in out


def test_a_hidden_field_and_the_whole_form_speak_in_the_summary_too():
    form = Question({})
    form.add_error(None, "It does not fit together.")
    assert [problem.anchor for problem in problems(form)[:2]] == ["", ""]
    assert "It does not fit together." in html("{% error_summary form %}", form=form)


def test_where_several_fields_say_the_same_the_summary_names_each():
    form = Question({"agree": "on", "token": "x"})
    for name in ("subject", "extra"):
        form.add_error(name, "Enter at least 1.")
    said = [problem.text for problem in problems(form)]
    assert said == ["Enter a subject", "Subject: Enter at least 1.", "Select a kind", "Answer “What happened?”",
                    "Extra: Enter at least 1."]  # fmt: skip
    assert "Enter at least 1." in str(form["extra"].as_field_group())
    assert "Extra: Enter" not in str(form["extra"].as_field_group())


def test_nothing_wrong_means_no_summary():
    assert html("{% error_summary form other %}", form=Question(), other=None) == ""


def test_optional_fields_say_so_and_others_wear_no_asterisk():
    out = str(Question())
    assert out.count("(optional)") == 1
    assert "*" not in out
    assert "required" not in out


def test_a_choice_shows_its_hint():
    assert '<span class="choice__hint">Signing in</span>' in str(Question()["kind"])


# --- light and dark ------------------------------------------------------------------------------------------


def test_the_theme_is_kept_and_the_page_comes_back(rf):
    answer = appearance.set_theme(rf.post("/theme/", {"theme": "dark", "next": "/tickets/?page=2"}))
    assert (answer.status_code, answer["Location"]) == (303, "/tickets/?page=2")
    request = rf.get("/")
    request.COOKIES["theme"] = answer.cookies["theme"].value
    assert appearance.theme(request) == "dark"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "x:y", ""])
def test_choosing_a_theme_leads_nowhere_else(rf, elsewhere):
    assert appearance.set_theme(rf.post("/theme/", {"theme": "dark", "next": elsewhere}))["Location"] == "/"


def test_an_unknown_theme_is_refused_and_an_unknown_cookie_ignored(rf):
    assert appearance.set_theme(rf.post("/theme/", {"theme": "pink"})).status_code == 422
    request = rf.get("/")
    request.COOKIES["theme"] = '"><script>'
    assert appearance.theme(request) == "system"


# --- the house ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_needs_what_the_security_policy_forbids(template):
    text = template.read_text()
    text = re.sub(r"{%.*?%}|{#.*?#}", "", text, flags=re.S)
    assert not re.search(r"""\sstyle=|<style|\son[a-z]+=|javascript:""", text)
    assert not re.search(r"<script(?![^>]*nonce=)", text)


def test_components_use_the_named_colours():
    for part in ("components", "layout"):
        for sheet in (ROOT / "static/css" / part).glob("*.css"):
            without_comments = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
            assert not re.search(r"#[0-9a-f]{3,8}\b|\brgba?\(", without_comments), sheet.name


def test_every_stylesheet_is_loaded():
    app = (ROOT / "static/css/app.css").read_text()
    sheets = {str(path.relative_to(ROOT / "static/css")) for path in (ROOT / "static/css").rglob("*.css")} - {"app.css"}
    assert set(re.findall(r'url\("([^"]+)"\)', app)) == sheets


def test_the_gallery_shows_every_part(rf):
    shown = "".join(path.read_text() for path in (ROOT / "templates/local/gallery").glob("*.html"))
    shown += "".join(path.read_text() for path in (ROOT / "templates/ui").glob("*.html"))
    missing = [tag for tag in ui.register.tags if f"{{% {tag} " not in shown and tag not in ("draft", "list_pane")]
    assert missing == []
    assert gallery.gallery(rf.get("/ui/")).status_code == 200

"""Rules that no single test of behaviour would notice being broken."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.code import ROOT, calls, dotted, modules, templates

LONGEST = 400
# Lists of what the demo's people wrote.
NOT_CODE = ("helpdesk/local/demo/",)


def where(offences):
    """Say offences as lines that an editor can jump to."""
    return [f"{path}:{line}" for path, lines in offences.items() for line in lines]


def test_there_is_something_to_read():
    assert len(modules()) > 80
    assert len(templates()) > 50


@pytest.mark.parametrize("path", sorted(templates()))
def test_a_template_escapes_what_people_wrote(path):
    source = templates()[path]
    marks = re.findall(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off|{%\s*filter\s+safe", source)
    # The text of a mail is no HTML; tests/mail looks at what becomes of it.
    if path.startswith("templates/mail/") and Path(path).suffix in (".md", ".txt"):
        assert set(marks) <= {"{% autoescape off"}
    else:
        assert marks == [], f"{path}: {marks}"


def test_only_markdown_and_the_parts_of_pages_make_html_by_themselves():
    makers = {
        path
        for path, tree in modules().items()
        for name in calls(tree)
        if name.split(".")[-1] in ("mark_safe", "SafeString", "SafeText") or name.endswith("__html__")
    }
    assert makers <= {"shared/markdown/messages.py", "shared/markdown/articles.py", "shared/templatetags/ui.py"}


def test_nothing_asks_for_the_time_but_the_clock():
    asking = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.datetime.now", "date.today",
              "datetime.date.today", "time.time", "django.utils.timezone.now", "timezone.localdate", "Now"}  # fmt: skip
    # `localtime()` without a moment is "now" as well.
    offences = {
        path: [line for name, lines in calls(tree).items() if name in asking for line in lines] + _bare_localtime(tree)
        for path, tree in modules().items()
        if path != "shared/clock.py"
    }
    assert where(offences) == []


def _bare_localtime(tree):
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func).endswith("localtime") and not (node.args or node.keywords)
    ]


def _assigned(tree, attributes):
    """The lines in which one of these attributes of anything is assigned, by statement or by setattr."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if any(isinstance(part, ast.Attribute) and part.attr in attributes for part in parts):
                yield node.lineno


# Of a ticket's status, and of the times that belong to it.
THEIR_WRITERS = ("tickets/lifecycle.py", "tickets/clocks.py")


def test_nobody_but_the_lifecycle_writes_a_tickets_status_and_its_times():
    # remind_at is the housekeeping's as well: a reminder goes out once.
    owned = {
        "status",
        "waiting_since",
        "unanswered_since",
        "first_answered_at",
        "closes_at",
        "closed_at",
        "reopen_until",
        "escalated_at",
        "closed_by",
    }
    offences = {
        path: sorted(_assigned(tree, owned))
        for path, tree in modules().items()
        if path not in THEIR_WRITERS and path.startswith(("tickets/", "accounts/", "activity/", "mail/", "tenants/"))
    }
    assert where(offences) == []
    # The test can see what it looks for.
    assert all(list(_assigned(modules()[path], owned)) for path in THEIR_WRITERS)


def test_nobody_updates_a_status_past_the_lifecycle():
    offences = {}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("update", "bulk_update")
                and any(keyword.arg == "status" for keyword in node.keywords)
            ):
                offences.setdefault(path, []).append(node.lineno)
    assert where(offences) == []


def test_only_mail_sends_mail():
    senders = {
        "send_mail",
        "send_mass_mail",
        "mail_admins",
        "mail_managers",
        "EmailMessage",
        "EmailMultiAlternatives",
        "SMTP",
    }
    offences = {
        path: [line for name, lines in calls(tree).items() if name.split(".")[-1] in senders for line in lines]
        for path, tree in modules().items()
        if not path.startswith("mail/")
    }
    assert where(offences) == []


def test_only_the_log_writes_events_and_deliveries():
    writers = {
        path
        for path, tree in modules().items()
        for name in calls(tree)
        if re.search(
            r"\b(Event|Delivery)\.(objects|all_tenants)\.(create|bulk_create|get_or_create|update_or_create)$", name
        )
    }
    # The demo tells a past that nobody has to be written to about.
    assert {path for path in writers if not path.startswith("helpdesk/local/demo/")} == {"activity/log.py"}


def test_all_tenants_is_asked_only_by_those_who_may_look_across():
    users = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "all_tenants"
    }
    assert users <= {"tenants/scope.py"}


def test_raw_sql_names_the_tenant():
    """Row-level security is the second wall: our own statements name tenant_id themselves."""
    tables = re.compile(r"\b(?:accounts|activity|tickets)_[a-z]+\b")
    offences = {}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if (
                    re.search(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b", text)
                    and tables.search(text)
                    and "tenant_id" not in text
                ):
                    offences.setdefault(path, []).append(node.lineno)
    assert where(offences) == []


@pytest.mark.parametrize("path", sorted(path for path in modules(with_tests=True) if not path.startswith(NOT_CODE)))
def test_no_file_is_longer_than_one_can_read(path):
    assert len((ROOT / path).read_text().splitlines()) <= LONGEST


def test_nothing_is_looked_up_by_a_client_chosen_column():
    """`filter(**request.GET)` lets a stranger choose operators and columns."""
    typed, offences = re.compile(r"request\.(GET|POST|COOKIES|META|headers|body)"), {}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg is None and typed.search(ast.unparse(keyword.value)):
                        offences.setdefault(path, []).append(node.lineno)
    assert where(offences) == []


def test_every_package_has_its_docstrings():
    """What a module is for stands at its top."""
    bare = [
        path
        for path, tree in modules().items()
        if tree.body and not ast.get_docstring(tree) and Path(path).name not in ("apps.py", "__init__.py")
    ]
    assert bare == []

"""Letters: readable as text alone, without anything loaded from elsewhere, to one person, in one thread."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core import mail

from accounts import guests, invitations, passwords, signup
from activity import log, outbox
from activity.models import Delivery
from helpdesk.switchboard import REACTIONS
from knowledgebase import feedback
from knowledgebase.models import Reason
from shared.clock import now
from sla import complaints
from tenants import hosts
from tenants.models import HostName, Profile
from tests import make
from tests.knowledgebase.make import article
from tickets import (
    assignment,
    conversation,
    escalation,
    following,
    guest_accounts,
    housekeeping,
    intake,
    merging,
    progress,
    sending,
    splitting,
)
from tickets.models import HeldReply, Rules

LINK = re.compile(r"https?://[^\s\"'<>)*]+")


@pytest.fixture(scope="module")
def letters():
    """What was sent to the tests of this file that only read it."""
    return []


@pytest.fixture
def everything(cast, letters, request):
    """One letter of every sort there is, sent once; what the product keeps of them is in `just_sent` alone."""
    return letters or request.getfixturevalue("just_sent")


@pytest.fixture
def just_sent(cast, post_office, clock, letters):
    """The same, with all that was done for them; the ticket's subject is hostile."""
    ticket = make.ticket(cast.cleo, subject="Charged <b>twice</b>\nBcc: spy@evil.test & more", description="**Help!**")
    assignment.assign(ticket, to=cast.ana, by=cast.mia)
    following.follow(ticket, by=cast.mia)
    asked = f"@{cast.mia.name} <img src=x onerror=alert(1)> may I?"
    conversation.internal_note(ticket, body=asked, by=cast.ana, form_key=make.key())
    conversation.message(
        ticket, body="![](https://evil.test/pixel.png) <img src=x onerror=alert(1)>", by=cast.cleo, form_key=make.key()
    )
    conversation.reply(
        ticket, body="See <script>alert(1)</script> [this](javascript:alert(1)).", by=cast.ana, form_key=make.key()
    )
    conversation.ask_for_information(ticket, body="Which *card*?", by=cast.ana, form_key=make.key())
    sending.hold(ticket, kind=HeldReply.Kind.REPLY, body="Never mind.", by=cast.ana, form_key=make.key())
    conversation.message(ticket, body="Visa.", by=cast.cleo, form_key=make.key())
    progress.recategorise(ticket, category=cast.sales, by=cast.ana)
    conversation.suggest_solution(ticket, body="Refunded.", by=cast.ana, form_key=make.key())
    late = make.assigned(cast.vic, cast.ana, by=cast.mia, subject="No word")
    clock(days=5, minutes=1)
    housekeeping.remind_quiet()
    clock(days=2)
    housekeeping.close_quiet()
    conversation.reopen(ticket, body="No!", by=cast.cleo, form_key=make.key())
    progress.close(ticket, by=cast.mia, reason="Solved by phone")
    conversation.reopen(ticket, body="We look again.", by=cast.mia, form_key=make.key())
    signup.ask(name="Nora", email="nora@elsewhere.test")
    signup.ask(name="Cleo", email=cast.cleo.email)
    guests.ask(name="Olaf", email="olaf@elsewhere.test")
    guests.ask(name="Vic", email=cast.vic.email)
    passwords.ask_to_reset(email=cast.cleo.email)
    passwords.change(cast.vic, password="a quite different phrase")
    invitations.invite(email="paul@elsewhere.test", name="Paul", roles=("agent",), by=cast.max)
    guests.announce_end(cast.gus, at=now() + timedelta(days=5))
    make.ticket(cast.gus, subject="Written as a guest")
    read = article(cast.ana, title="Pay by card")
    said = feedback.give(read, reader=cast.cleo, is_helpful=False, reasons=[Reason.HARD])
    feedback.answer(said, "Step 3 is <b>simpler</b> now.", by=cast.ana)
    double = make.ticket(cast.cleo, subject="Twice")
    escalation.open_rights()
    escalation.escalate(late, reason="A <b>week</b>", by=cast.vic)
    made = merging.merge(double, into=assignment.assign(ticket, to=cast.ana, by=cast.mia), by=cast.mia)
    also = conversation.message(ticket, body="And my site.", by=cast.cleo, form_key=make.key())
    splitting.split(ticket, messages=[also.pk], subject="My site", by=cast.mia, form_key=make.key())
    told = complaints.tell(
        addressee=cast.mia, body="<b>Rude</b>", by=cast.cleo, form_key=make.key(), ticket=ticket, agent=cast.ana
    )
    left = post_office()
    complaints.answer(told, body="<b>Sorry</b>", outcome="answered", by=cast.mia, form_key=make.key())
    merging.undo(made, by=cast.mia)
    guest_accounts.join(cast.gus, email=cast.vic.email, by=cast.mia)
    letters[:] = left + post_office()
    return letters


def html_of(letter):
    ((html, kind),) = [(part.content, part.mimetype) for part in letter.alternatives]
    assert kind == "text/html"
    return html


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_there_is_a_letter_of_every_sort(just_sent):
    # What asks for a letter and did not get one would go untested below.
    wanted = {
        name for name, reactions in REACTIONS.items() if any(reaction.startswith("mail.") for reaction in reactions)
    }
    delivered = set(Delivery.objects.filter(reaction__startswith="mail.").values_list("event__name", flat=True))
    assert delivered == wanted
    assert not Delivery.objects.exclude(given_up_at=None).exists()
    assert len(just_sent) >= 18


def test_each_goes_to_one_person(everything):
    for letter in everything:
        assert len(letter.recipients()) == 1
        assert "," not in letter.to[0]
        assert not letter.cc
        assert not letter.bcc


def test_no_header_holds_a_second_line(everything):
    for letter in everything:
        message = letter.message()
        assert "evil.test" not in str(message["To"])
        assert message["Bcc"] is None
        for name, value in message.items():
            # A long header may be folded: a line break is followed by a space then.
            assert not re.search(r"[\r\n](?![ \t])", str(value)), name
        assert "\n" not in letter.subject


def test_the_text_alone_is_enough(everything):
    for letter in everything:
        assert len(letter.body.split()) >= 12, letter.subject
        assert "{{" not in letter.body
        assert "{%" not in letter.body
        assert "&lt;" not in letter.body, "text is not HTML"
        assert "&amp;" not in letter.body
        assert "None" not in letter.body
        assert "Acme Support" in letter.body
        # The one thing to do next can be done from the text.
        buttons = [
            attributes["href"]
            for tag, attributes in Tags(html_of(letter)).found
            if tag == "a" and "style" in attributes
        ]
        assert all(url in letter.body for url in buttons)
        assert buttons


def test_the_html_loads_nothing_and_runs_nothing(everything):
    allowed = {"html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "a", "p", "br", "hr", "strong",
               "em", "blockquote", "ul", "ol", "li", "code", "pre"}  # fmt: skip
    for letter in everything:
        for tag, attributes in Tags(html_of(letter)).found:
            assert tag in allowed, (letter.subject, tag)
            assert not {name for name in attributes if name.startswith("on")}
            assert not {"src", "srcset", "background", "poster", "data"} & set(attributes)
            assert "url(" not in (attributes.get("style") or "")
            assert (attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:"))


def test_what_people_wrote_is_told_as_they_wrote_it_and_nothing_more(everything):
    (reply,) = [letter for letter in everything if "alert(1)</script>" in letter.body]
    assert "<script>" not in html_of(reply)
    assert "&lt;script&gt;" in html_of(reply)


def test_every_link_leads_to_the_tenants_own_host(everything):
    own = hosts.absolute("/")
    assert own.startswith("http://acme.test")
    for letter in everything:
        found = set(LINK.findall(letter.body)) | {
            attributes["href"] for tag, attributes in Tags(html_of(letter)).found if tag == "a"
        }
        foreign = {url for url in found if not url.startswith(own)}
        # What somebody wrote into the ticket is theirs.
        assert {url for url in foreign if "evil.test" not in url} == set()


def test_the_host_of_the_request_is_in_no_mail(cast, post_office, visit, superuser):
    superuser.cursor().execute(
        "INSERT INTO tenants_hostname (name, tenant_id, is_primary) VALUES ('second.test', %s, false)",
        [cast.cleo.tenant_id],
    )
    try:
        hosts.forget()
        client = visit(host="second.test")
        assert client.post("/password/forgotten/", {"email": cast.cleo.email}).status_code == 303
        (letter,) = post_office()
        assert "second.test" not in letter.message().as_string()
        assert hosts.absolute("/password/forgotten/") in letter.body
    finally:
        superuser.cursor().execute("DELETE FROM tenants_hostname WHERE name = 'second.test'")
        hosts.forget()
    assert HostName.objects.filter(tenant_id=cast.cleo.tenant_id).count() == 1


def test_all_mails_of_a_ticket_stand_in_one_thread(cast, post_office):
    first, second = make.ticket(cast.cleo), make.ticket(cast.cleo)
    for ticket in (first, second):
        assignment.assign(ticket, to=cast.ana, by=cast.mia)
        conversation.reply(ticket, body="Hello.", by=cast.ana, form_key=make.key())
        progress.close(ticket, by=cast.ana, reason="Done")
    letters = [letter.message() for letter in post_office()]
    roots = {letter["Subject"].split("]")[0]: set() for letter in letters}
    for letter in letters:
        assert letter["References"] == letter["In-Reply-To"]
        roots[letter["Subject"].split("]")[0]].add(letter["References"])
    assert set(roots) == {f"[#{first.number}", f"[#{second.number}"}
    assert [len(threads) for threads in roots.values()] == [1, 1]
    assert len({thread for threads in roots.values() for thread in threads}) == 2
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)


def test_mails_about_accounts_stand_alone_and_all_mails_say_that_a_machine_sent_them(everything):
    for letter in everything:
        message = letter.message()
        assert message["Auto-Submitted"] == "auto-generated"
        assert "Acme Support" in message["From"]
        assert message["Message-ID"].endswith("@acme.test>")
        assert (message["References"] is not None) == ("[#" in letter.subject)


class TestGuests:
    """Nothing that a stranger typed is mailed to an address that is not proven."""

    TYPED = "CHEAP PILLS http://evil.test/buy"

    def test_the_text_is_fixed(self, cast, post_office):
        words = {"category": cast.refund.pk, "subject": self.TYPED, "description": self.TYPED, "answers": {}}
        for email in ("victim@elsewhere.test", cast.cleo.email):
            intake.park(name=self.TYPED[:80], email=email, form_key=make.key(), words=words)
        letters = post_office()
        assert len(letters) == 2
        for letter in letters:
            whole = letter.message().as_string() + letter.body + html_of(letter)
            for word in ("PILLS", "evil.test"):
                assert word not in whole

    def test_a_name_of_a_stranger_is_not_mailed_at_sign_up(self, cast, post_office):
        signup.ask(name=self.TYPED[:80], email="victim@elsewhere.test")
        (letter,) = post_office()
        assert "PILLS" not in letter.message().as_string() + letter.body

    def test_many_requests_bring_a_victim_one_mail(self, cast, post_office):
        words = {"category": cast.refund.pk, "subject": "x", "description": "x", "answers": {}}
        for _ in range(10):
            intake.park(name="Nora", email="victim@elsewhere.test", form_key=make.key(), words=words)
        assert len(post_office()) == 1


class TestWhoIsTold:
    """Everybody is told what they did not do themselves."""

    def recipients(self, post_office):
        return [(letter.to[0], letter.subject.partition("] ")[2]) for letter in post_office()]

    def test_nobody_is_told_what_they_did(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        progress.close(ticket, by=cast.cleo)
        assert self.recipients(post_office) == [
            ("cleo@acme.test", "Charged twice"),
            ("mia@acme.test", "Closed: Charged twice"),
        ]

    def test_who_has_left_is_told_nothing(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        post_office()
        for person in (cast.cleo, cast.ana):
            person.is_active = False
            person.save()
        progress.close(ticket, by=cast.mia, reason="Moved away")
        assert self.recipients(post_office) == []

    def test_internal_notes_are_mailed_to_nobody(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        post_office()
        conversation.internal_note(ticket, body="Careful, a journalist", by=cast.ana, form_key=make.key())
        assert post_office() == []

    def test_unassigning_is_told_to_nobody(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        post_office()
        assignment.unassign(ticket, by=cast.mia)
        assert post_office() == []

    def test_a_reply_is_signed_with_the_agents_name(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        post_office()
        conversation.reply(ticket, body="Hello.", by=cast.ana, form_key=make.key())
        (letter,) = post_office()
        assert letter.from_email == '"Ana Acme at Acme Support" <support@acme.test>' or letter.from_email.startswith(
            "Ana Acme at Acme Support <"
        )

    def test_the_days_are_the_tenants_own(self, cast, post_office):
        Rules.objects.create(close_after_days=3, reopen_for_days=14)
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        conversation.suggest_solution(ticket, body="Try this.", by=cast.ana, form_key=make.key())
        progress.close(ticket, by=cast.ana, reason="Done")
        bodies = " ".join(letter.body for letter in post_office())
        assert "within three days" in bodies
        assert "within 14 days" in bodies


@pytest.mark.parametrize("address", ["", "nora", "a@x.test, b@y.test", "a@x.test\nBcc: b@y.test", "Nora <nora@x.test>"])
def test_what_is_no_address_gets_no_mail_and_is_given_up(cast, address):
    type(cast.cleo).objects.filter(pk=cast.cleo.pk).update(email=address)
    delivery = log.record("person.password_changed", subject=cast.cleo).deliveries.get()
    outbox.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert mail.outbox == []
    assert delivery.given_up_at


def test_a_name_with_a_line_break_breaks_no_header(cast, post_office):
    Profile.objects.update(name="Acme\nBcc: spy@evil.test")
    passwords.ask_to_reset(email=cast.cleo.email)
    (letter,) = post_office()
    assert letter.message()["Bcc"] is None
    assert "\n" not in letter.from_email


def test_no_delivery_and_no_event_holds_a_secret(cast, post_office):
    import json

    passwords.ask_to_reset(email=cast.cleo.email)
    guests.ask(name="Nora", email="nora@elsewhere.test")
    letters = post_office()
    secrets = {url.rstrip("/").rpartition("/")[2] for letter in letters for url in LINK.findall(letter.body)}
    secrets |= {line.strip() for letter in letters for line in letter.body.splitlines() if line.startswith("    ")}
    secrets = {secret for secret in secrets if len(secret) > 15}
    assert len(secrets) == 3
    stored = json.dumps(
        [list(Delivery.objects.values()), [delivery.event.data for delivery in Delivery.objects.all()]], default=str
    )
    assert not [secret for secret in secrets if secret in stored]

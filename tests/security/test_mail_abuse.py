"""Nobody uses the helpdesk to write to strangers, to fill a mailbox, or to keep somebody out of it."""

import uuid

import pytest
from django.core import mail

from accounts import guests, invitations, keys
from accounts.models import OneTimeKey, User
from activity import outbox
from activity.models import Delivery
from tests import make
from tests.cast import PASSWORD
from tests.together import committed, together
from tickets.models import Message, Ticket, UnconfirmedTicket

VICTIM = "victim@elsewhere.test"
TYPED = "Cheap-watches at http://evil.test"


def submit(client, cast, *, email=VICTIM, network="192.0.2.1", **more):
    words = {
        "form_key": uuid.uuid4(), "name": TYPED, "email": email, "subject": TYPED, "description": TYPED,
        "category": cast.sales.pk,
    }  # fmt: skip
    return client.post("/tickets/new/", words | more, REMOTE_ADDR=network)


@pytest.mark.django_db
class TestStrangers:
    """A form that anybody can send."""

    @pytest.mark.parametrize("victim", [VICTIM, "cleo@acme.test", "ana@acme.test", "gus@acme.test"])
    def test_many_tickets_for_one_victim_are_one_mail_without_a_word_of_the_attackers(
        self, cast, visit, post_office, victim
    ):
        for number in range(20):
            submit(visit(), cast, email=victim, network=f"192.0.2.{number}")
        letters = post_office()
        assert [letter.to for letter in letters] == [[victim]]
        for part in (letters[0].subject, letters[0].body, letters[0].alternatives[0][0], *letters[0].extra_headers):
            assert "evil" not in part
            assert "watches" not in part
        assert not Ticket.objects.exists()

    def test_one_network_reaches_few_victims(self, cast, visit, post_office):
        answers = [submit(visit(), cast, email=f"{number}@elsewhere.test").status_code for number in range(40)]
        assert answers.count(303) == 30
        assert len(post_office()) == 30

    def test_asking_again_and_again_ends(self, cast, visit, post_office):
        for path in ("/guest/", "/sign-up/", "/password/forgotten/"):
            for number in range(10):
                typed = {"name": TYPED, "email": cast.cleo.email}
                visit().post(path, typed, REMOTE_ADDR=f"192.0.2.{number}")
            letters = post_office()
            assert len(letters) <= 5, path
            assert not [letter for letter in letters if "evil" in letter.body + letter.alternatives[0][0]]

    def test_a_form_that_cannot_be_kept_says_so_and_keeps_the_words(self, cast, visit, clock):
        for _ in range(5):
            assert submit(visit(), cast).status_code == 303
        clock(hours=2)  # past the limit of an hour; the five still wait
        answer = submit(visit(), cast, subject="My very own words")
        assert answer.status_code == 409
        assert b"My very own words" in answer.content
        assert b"Open the link in our mail" in answer.content
        assert UnconfirmedTicket.objects.count() == 5

    def test_the_host_of_a_request_never_reaches_a_mail(self, cast, visit, post_office):
        for headers in ({"X-Forwarded-Host": "evil.test"}, {"Forwarded": "host=evil.test"}, {"X-Host": "evil.test"}):
            for path in ("/guest/", "/sign-up/", "/password/forgotten/"):
                answer = visit(host="acme.test:8666").post(
                    path, {"name": "Cleo", "email": cast.cleo.email}, headers=headers
                )
                assert answer.status_code in (303, 422)
        letters = post_office()
        assert letters
        for letter in letters:
            words = str(letter.message())
            assert "evil.test" not in words
            assert ":8666" not in words

    def test_a_name_adds_no_header_and_no_recipient(self, cast, visit, post_office):
        name = "Mia\r\nBcc: evil@evil.test\r\nSubject: x"
        cast.mia.name = name
        cast.mia.save()
        ticket = make.ticket(cast.cleo, subject="Hi\r\nBcc: evil@evil.test")
        post_office()
        visit(cast.mia).post(f"/desk/tickets/{ticket.number}/replies/", {"body": "Hello", "form_key": make.key()})
        (letter,) = post_office()
        message = letter.message()
        assert letter.recipients() == [cast.cleo.email]
        assert message["Bcc"] is None
        assert len(message.get_all("Subject")) == 1


@committed
@pytest.mark.parametrize("victim", ["known", "unknown", "staff"])
def test_many_tickets_at_once_are_one_mail(cast, victim):
    email = {"known": cast.cleo.email, "unknown": VICTIM, "staff": cast.ana.email}[victim]
    for _ in range(6):
        guests.ask(name="Nora", email=email)
    ids = list(Delivery.objects.values_list("pk", flat=True))
    before = len(mail.outbox)
    errors = together(*[lambda pk=pk: outbox.deliver(pk) for pk in ids])
    assert errors == [None] * 6
    assert len(mail.outbox) - before == 1
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.django_db
class TestPreparedAccounts:
    """What an attacker prepares for somebody else's address is worth nothing when its owner comes."""

    def test_a_sign_up_for_a_victim_leaves_no_password_behind(self, cast, visit, post_office):
        attacker = visit()
        attacker.post("/sign-up/", {"name": "Mallory", "email": VICTIM, "password": "attackers phrase"})
        (letter,) = post_office()
        assert not User.objects.filter(email_norm=VICTIM).exists()
        secret = next(word for word in letter.body.split() if "/sign-up/" in word).rstrip("/").rpartition("/")[2]
        visit().post(f"/sign-up/{secret}/", {"password": "the victims own phrase"})
        for phrase in ("attackers phrase", PASSWORD, ""):
            assert attacker.post("/sign-in/", {"email": VICTIM, "password": phrase}).status_code == 422
        assert attacker.get("/tickets/").status_code == 303

    def test_a_guests_old_way_in_ends_with_the_account(self, cast, visit):
        old = visit()
        old.post(f"/guest/{keys.mint(OneTimeKey.Purpose.LINK, email=cast.gus.email)}/")
        assert old.get("/tickets/").status_code == 200
        link = keys.mint(OneTimeKey.Purpose.LINK, email=cast.gus.email)
        temporary = keys.mint(OneTimeKey.Purpose.TEMPORARY_PASSWORD, email=cast.gus.email)
        sign_up = keys.mint(OneTimeKey.Purpose.SIGN_UP, email=cast.gus.email, name="Gus")
        visit().post(f"/sign-up/{sign_up}/", {"password": "the victims own phrase"})
        assert old.get("/tickets/").status_code == 303
        assert visit().get(f"/guest/{link}/").status_code == 410
        assert visit().post("/sign-in/", {"email": cast.gus.email, "password": temporary}).status_code == 422

    def test_a_header_signs_nobody_in(self, cast, visit):
        for header in ("X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "Authorization"):
            assert visit().get("/tickets/", headers={header: cast.cleo.email}).status_code == 303
        assert visit().get("/tickets/", REMOTE_USER=cast.cleo.email).status_code == 303


@pytest.mark.django_db
class TestInvitations:
    """What an admin took back stays taken back, however long a mail was on its way."""

    def test_an_invitation_that_was_withdrawn_before_its_mail_left_is_not_sent(self, cast, post_office, clock):
        invitations.invite(email="ivy@acme.test", name="Ivy", roles=("admin",), by=cast.max)
        post_office()
        clock(minutes=5)
        key = OneTimeKey.objects.get(purpose=OneTimeKey.Purpose.INVITATION)
        invitations.send_again(key, by=cast.max)
        invitations.withdraw(key, by=cast.max)
        assert post_office() == []
        assert not OneTimeKey.objects.filter(purpose=OneTimeKey.Purpose.INVITATION, used_at=None).exists()
        invitations.invite(email="ivy@acme.test", name="Ivy", roles=("agent",), by=cast.max)
        assert len(post_office()) == 1

    def test_a_second_mail_that_comes_after_the_joining_brings_back_no_role(self, cast, post_office):
        for _ in range(2):
            invitations.invite(email="ivy@acme.test", name="Ivy", roles=("admin",), by=cast.max)
        first, second = Delivery.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True)
        outbox.deliver(first)
        (letter,) = mail.outbox[-1:]
        secret = next(word for word in letter.body.split() if "/invitation/" in word).rstrip("/").rpartition("/")[2]
        invitations.accept(secret, name="Ivy", password="a quite different phrase")
        sent = len(mail.outbox)
        outbox.deliver(second)
        assert len(mail.outbox) == sent


@pytest.mark.django_db
class TestFormKeys:
    """A form's key is its sender's own."""

    def test_the_key_of_somebody_elses_ticket_files_ones_own(self, cast, visit):
        theirs = make.ticket(cast.vic)
        for key in (theirs.form_key, make.key()):
            make.ticket(cast.vic, form_key=key)
            words = {"form_key": key, "subject": "Mine", "description": "My words", "category": cast.sales.pk}
            answer = visit(cast.cleo).post("/tickets/new/?different", words)
            assert answer.status_code == 303
            assert Ticket.objects.get(requester=cast.cleo, form_key__isnull=False).subject == "Mine"
            Ticket.objects.filter(requester=cast.cleo).update(requester=cast.gus)

    def test_the_key_of_somebody_elses_message_sends_ones_own(self, cast, visit):
        ticket, key = make.assigned(cast.cleo, cast.ana, by=cast.mia), make.key()
        for person, path in ((cast.ana, "/desk/tickets/{}/notes/"), (cast.cleo, "/tickets/{}/messages/")):
            for _ in range(2):
                answer = visit(person).post(path.format(ticket.number), {"body": person.name, "form_key": key})
                assert answer.status_code == 303
        assert list(Message.objects.exclude(kind="description").values_list("body", flat=True).order_by("id")) == [
            cast.ana.name,
            cast.cleo.name,
        ]

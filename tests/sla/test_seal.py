"""Who sees a complaint, as the database alone decides it: no manager, no view and no permission takes part."""

import uuid

import pytest
from django.db import ProgrammingError, connections, transaction

from accounts.models import User
from shared import clock
from sla.models import Complaint, ComplaintEntry
from tenants.scope import across_tenants, person_scope, tenant_scope
from tests import make
from tests.tenants import sql
from tests.together import committed

WORDS, NOTED = "kieselstein", "wacholder"


def complain(writer, ticket=None, *, agent=None):
    """Put a complaint with a message of its writer into the tables."""
    now = clock.now()
    with person_scope(writer):
        complaint = Complaint.objects.create(
            writer=writer, ticket=ticket, agent=agent, written_at=now, waiting_since=now
        )
        return _entry(complaint, writer, "message", WORDS)


def _entry(complaint, author, kind, body):
    return ComplaintEntry.objects.create(
        complaint=complaint, kind=kind, author=author, author_name=author.name, body=body, written_at=clock.now(),
        form_key=uuid.uuid4(),
    )  # fmt: skip


def note(complaint, manager):
    """Let a manager write an internal note."""
    with person_scope(manager):
        return _entry(complaint, manager, "note", NOTED)


def seen(*tables):
    """How many rows the server shows now, whatever the ORM would leave out."""
    return [sql.value(f"SELECT count(*) FROM {table}") for table in tables or ("sla_complaint", "sla_complaintentry")]


def seen_by(user):
    """How many complaints and entries a person is shown."""
    with person_scope(user):
        return seen()


def manager(name, **more):
    """One more manager."""
    return User.objects.create(
        name=name, email=f"{name.lower()}@acme.test", kind=User.Kind.STAFF, created_at=clock.now(),
        **{"is_manager": True} | more,
    )  # fmt: skip


@pytest.fixture
def bens(cast):
    """Cleo's complaint about Ben, with a note of Mia's."""
    ticket = make.assigned(cast.cleo, cast.ben, by=cast.mia)
    complaint = complain(cast.cleo, ticket, agent=cast.ben).complaint
    note(complaint, cast.mia)
    return complaint


@pytest.mark.django_db
class TestReading:
    def test_its_writer_sees_it_without_what_managers_note(self, cast, bens):
        assert seen_by(cast.cleo) == [1, 1]

    def test_a_manager_sees_all_of_it(self, cast, bens):
        assert seen_by(cast.mia) == [1, 2]

    @pytest.mark.parametrize("who", ["ben", "ana", "max", "vic", "gus"])
    def test_nobody_else_sees_any_of_it(self, cast, bens, who):
        assert seen_by(getattr(cast, who)) == [0, 0]

    def test_the_agent_it_names_sees_nothing_as_a_manager_or_admin_either(self, cast, bens):
        for roles in ({"is_manager": True}, {"is_admin": True}, {"is_manager": True, "is_admin": True}):
            User.objects.filter(pk=cast.ben.pk).update(**roles)
            assert seen_by(cast.ben) == [0, 0], roles

    def test_without_a_person_there_is_nothing(self, cast, bens):
        assert seen() == [0, 0]
        assert not Complaint.objects.exists()
        with tenant_scope(None):
            assert seen() == [0, 0]

    def test_nor_is_there_in_another_tenant(self, cast, bens):
        with tenant_scope(cast.globex.mia.tenant_id), person_scope(cast.globex.mia):
            assert seen() == [0, 0]

    def test_a_manager_who_left_or_is_one_no_more_sees_nothing(self, cast, bens):
        ines, otto = manager("Ines"), manager("Otto")
        assert seen_by(ines) == seen_by(otto) == [1, 2]
        User.objects.filter(pk=ines.pk).update(is_active=False)
        User.objects.filter(pk=otto.pk).update(is_manager=False, is_agent=True)
        assert seen_by(ines) == seen_by(otto) == [0, 0]

    def test_one_about_nobody_is_for_every_manager(self, cast):
        complain(cast.cleo)
        assert seen_by(cast.mia) == [1, 1]
        assert seen_by(cast.ben) == seen_by(cast.max) == [0, 0]

    def test_admins_see_it_only_while_no_other_manager_could(self, cast):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        complain(cast.cleo, ticket, agent=cast.mia)
        assert (seen_by(cast.mia), seen_by(cast.max)) == ([0, 0], [1, 1])
        ines = manager("Ines")
        assert (seen_by(ines), seen_by(cast.max)) == ([1, 1], [0, 0])
        User.objects.filter(pk=ines.pk).update(is_active=False)
        assert (seen_by(ines), seen_by(cast.max)) == ([0, 0], [1, 1])

    def test_what_was_asked_for_inside_is_not_read_outside(self, cast, bens):
        with person_scope(cast.mia):
            later = Complaint.objects.all()
        assert list(later) == []


@pytest.mark.django_db
class TestWriting:
    def refused(self, who, act):
        says_no = pytest.raises(ProgrammingError, match="row-level security")
        with person_scope(who), says_no as caught, transaction.atomic():
            act()
        assert WORDS not in str(caught.value)

    @pytest.mark.parametrize("who", ["ben", "ana", "max", "vic"])
    def test_nobody_adds_to_it_who_does_not_see_it(self, cast, bens, who):
        user = getattr(cast, who)
        for kind in ("message", "reply", "note"):
            self.refused(user, lambda kind=kind: _entry(bens, user, kind, "x"))

    def test_one_that_never_was_is_refused_in_the_same_words(self, cast, bens):
        """The foreign key would tell the two apart; the seal speaks before it."""
        never = Complaint(pk=bens.pk + 1_000_000, tenant_id=bens.tenant_id)
        for complaint in (bens, never):
            self.refused(cast.ben, lambda complaint=complaint: _entry(complaint, cast.ben, "message", "x"))

    @pytest.mark.parametrize("who", ["ben", "ana", "max"])
    def test_nobody_of_the_staff_complains_in_a_customers_name(self, cast, bens, who):
        now = clock.now()
        words = {"writer": cast.cleo, "agent": cast.ben, "ticket": bens.ticket, "written_at": now, "waiting_since": now}
        # The same words once more would break a unique constraint: nobody learns that from the answer.
        self.refused(getattr(cast, who), lambda: Complaint.objects.create(**words))

    @pytest.mark.parametrize("who", ["ben", "ana", "max", "vic"])
    def test_nobody_changes_or_deletes_it_who_does_not_see_it(self, cast, bens, who):
        with person_scope(getattr(cast, who)):
            for table in ("sla_complaint", "sla_complaintentry"):
                assert sql.affected(f"UPDATE {table} SET id = id") == 0
                assert sql.affected(f"DELETE FROM {table}") == 0
        assert seen_by(cast.mia) == [1, 2]

    def test_without_a_person_nothing_is_written(self, cast, bens):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _entry(bens, cast.mia, "reply", "x")
        assert sql.affected("DELETE FROM sla_complaintentry") == 0

    def test_everybody_writes_in_their_own_name_and_part(self, cast, bens):
        self.refused(cast.mia, lambda: _entry(bens, cast.cleo, "message", "x"))
        self.refused(cast.mia, lambda: _entry(bens, cast.mia, "message", "x"))
        self.refused(cast.cleo, lambda: _entry(bens, cast.mia, "reply", "x"))
        self.refused(cast.cleo, lambda: _entry(bens, cast.cleo, "note", "x"))

    def test_nobody_hands_it_to_the_agent_by_renaming_whom_it_is_about(self, cast, bens):
        """The named agent cannot reach the row; that the managers could is theirs to answer for."""
        with person_scope(cast.ben):
            assert sql.affected("UPDATE sla_complaint SET agent_id = NULL WHERE id = %s", bens.pk) == 0
        assert seen_by(cast.ben) == [0, 0]

    def test_how_many_there_were_cannot_be_asked_of_the_sequence(self, cast, bens):
        for table in ("sla_complaint", "sla_complaintentry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql.value(f"SELECT last_value FROM {table}_id_seq")


@committed
def test_the_role_that_looks_across_tenants_has_no_right_here(cast):
    complain(cast.cleo)
    for model in (Complaint, ComplaintEntry):
        with pytest.raises(ProgrammingError, match="permission denied"):
            across_tenants(model).count()
    connections["system"].close()


@committed
def test_a_connection_that_was_a_managers_shows_the_next_one_nothing(cast):
    complain(cast.cleo)
    assert seen_by(cast.mia) == [1, 1]
    assert seen() == [0, 0]
    with transaction.atomic():
        assert seen_by(cast.mia) == [1, 1]
        assert seen() == [0, 0]
    assert seen_by(cast.ben) == [0, 0]


@pytest.mark.django_db
def test_the_question_who_reads_is_answered_once_and_not_for_every_row(cast):
    with person_scope(cast.mia):
        (plan,) = sql.rows("EXPLAIN (FORMAT JSON) SELECT id FROM sla_complaint WHERE outcome = ''")
    assert '"Subplan Name": "InitPlan 1' in str(plan).replace("'", '"')

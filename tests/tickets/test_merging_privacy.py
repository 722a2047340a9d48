"""Merging never shows anybody what they could not see before: people by places, one table."""

import pytest

from accounts.models import User
from tests import make
from tickets import access, conversation, linking, merging, queue, related, timeline

PUBLIC, NOTE, SUBJECT = "Words of the source.", "Between staff alone.", "Subject of the source"


@pytest.fixture
def merged(cast):
    """Cleo's ticket of the technical team, merged into hers of the billing team; and one of Vic's, linked to it."""
    target = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Subject of the target")
    source = make.assigned(
        cast.cleo, cast.ben, by=cast.mia, category=cast.site_down, subject=SUBJECT, description=PUBLIC
    )
    conversation.internal_note(source, body=NOTE, by=cast.ben, form_key=make.key())
    made = merging.merge(source, into=target, by=cast.mia)
    source.refresh_from_db()
    target.refresh_from_db()
    return source, target, made


# person: what they may read of the source, on the portal and on the desk
ON_THE_PORTAL = {"cleo": {PUBLIC}, "vic": None, "gus": None}
ON_THE_DESK = {"ana": set(), "mia": {PUBLIC, NOTE}}
HIDDEN = {PUBLIC, NOTE, SUBJECT}


def secrets(content: str) -> set:
    return {secret for secret in HIDDEN if secret in content}


@pytest.mark.parametrize("name", ON_THE_PORTAL)
def test_on_the_portal(cast, visit, merged, name):
    source, target, _ = merged
    for ticket in (source, target):
        answer = visit(getattr(cast, name)).get(f"/tickets/{ticket.number}/", follow=True)
        if ON_THE_PORTAL[name] is None:
            assert answer.status_code == 404
        assert secrets(answer.content.decode()) - {SUBJECT} == (ON_THE_PORTAL[name] or set())


@pytest.mark.parametrize("name", ON_THE_DESK)
def test_on_the_desk_and_in_the_timeline(cast, visit, merged, name):
    source, target, _ = merged
    person = getattr(cast, name)
    page = visit(person).get(f"/desk/tickets/{target.number}/").content.decode()
    assert secrets(page) - {SUBJECT} == ON_THE_DESK[name]
    told = timeline.entries(target, reader=person, for_staff=True)
    assert {entry.message.body for entry in told if entry.message} & HIDDEN == ON_THE_DESK[name]
    may_know = bool(ON_THE_DESK[name])
    assert (f"#{source.number}" in page) == may_know, "not even its number"
    assert (SUBJECT in page) == may_know
    heading = f"#{source.number}" if may_know else "Another ticket"
    assert any(entry.heading.startswith(f"{heading} merged into this ticket") for entry in told)


def test_who_reads_the_source_alone_is_not_told_where_it_went(cast, visit, merged):
    source, target, _ = merged
    page = visit(cast.ben).get(f"/desk/tickets/{source.number}/").content.decode()
    assert "It goes on in a ticket of another team" in page
    for secret in (f"#{target.number}", "Subject of the target", "Two charges on one day."):
        assert secret not in page
    assert visit(cast.ben).get(f"/desk/tickets/{target.number}/").status_code == 404
    assert related.end_for(cast.ben, source) is None


@pytest.mark.parametrize("name", ["max", "cleo", "vic", "gus"])
def test_who_reads_no_tickets_at_the_desk_reads_none_there(cast, visit, merged, name):
    for ticket in merged[:2]:
        answer = visit(getattr(cast, name)).get(f"/desk/tickets/{ticket.number}/", follow=True)
        assert secrets(answer.content.decode()) - {SUBJECT} <= ({PUBLIC} if name == "cleo" else set())
        assert NOTE not in answer.content.decode()


def test_lists_and_counts_are_what_they_were(cast, merged):
    source, _, made = merged
    people = User.objects.filter(kind="staff")

    def seen():
        return {
            person.name: (
                set(access.desk_tickets(person).values_list("pk", flat=True)),
                {key: set(queue.tickets(person, entry).values_list("pk", flat=True))
                 for key, entry in queue.VIEWS.items()},
            )
            for person in people
        }  # fmt: skip

    while_merged = seen()
    merging.undo(made, by=cast.mia)
    for name, (readable, lists) in seen().items():
        assert while_merged[name][0] == readable, "a merge gives nobody another ticket, and takes none"
        for key, listed in while_merged[name][1].items():
            assert listed <= lists[key] | {source.pk}
            assert listed <= readable


def test_who_may_not_read_both_finds_no_relation(cast, merged):
    source, target, made = merged
    assert related.related(target, cast.ana) == []
    assert related.related(source, cast.ben) == []
    for person in (cast.ana, cast.ben, cast.max, cast.cleo):
        assert related.readable_relation(person, made.pk) is None
    assert [one.ticket for one in related.related(target, cast.mia)] == [source]


def test_by_way_of_a_third_that_one_may_not_read(cast, merged):
    """Ben reads the first and the last ticket of a chain, not the middle one."""
    source, target, _ = merged
    last = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down)
    merging.merge(target, into=last, by=cast.mia)
    told = timeline.entries(last, reader=cast.ben, for_staff=True)
    written = {entry.message.body: entry.whence for entry in told if entry.message}
    assert written == {
        "Two charges on one day.": "",
        PUBLIC: f"from #{source.number}",
        NOTE: f"from #{source.number}",
    }
    assert len([entry for entry in told if entry.message]) == 3, "the description of the middle one is not among them"
    assert f"#{target.number}" not in " ".join(entry.heading for entry in told)


def test_the_mails_name_to_staff_only_what_is_theirs(cast, merged, post_office):
    source, target, made = merged
    linking.link(target, to=source, by=cast.mia)
    letters = post_office()
    merging.undo(made, by=cast.mia)
    letters += post_office()
    to_ana = " ".join(letter.subject + letter.body for letter in letters if letter.to == [cast.ana.email])
    to_ben = " ".join(letter.subject + letter.body for letter in letters if letter.to == [cast.ben.email])
    assert f"#{target.number}" in to_ana
    assert not secrets(to_ana)
    assert f"#{source.number}" not in to_ana
    assert f"#{source.number}" in to_ben
    assert f"#{target.number}" not in to_ben
    assert "Subject of the target" not in to_ben
    to_others = {address for letter in letters for address in letter.to}
    assert to_others == {cast.cleo.email, cast.ana.email, cast.ben.email}
    for letter in letters:
        assert NOTE not in letter.body

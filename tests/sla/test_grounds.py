"""What estimates rest on is asked by SQL that is written once; each question still gets its own answer."""

import pytest

from sla import grounds
from tenants.scope import tenant_scope
from tests import make, queries

pytestmark = pytest.mark.django_db


def numbers(known):
    """On how many answers the narrowest groups rest, by category."""
    return {group.category: basis.number for group, basis in known.bases.items() if group.category}


def test_the_second_question_is_answered_for_what_it_asks(cast, history):
    history(30)
    history(25, category=cast.site_down, requester=cast.vic)
    make.ticket(cast.vic, category=cast.site_down)
    answers = [
        grounds.read(categories=[category.pk], priority=category.effective_priority.pk, plan=who.plan_id, rank=rank)
        for category, who, rank in (
            (cast.refund, cast.cleo, cast.site_down.effective_priority.rank - 1),
            (cast.site_down, cast.vic, cast.refund.effective_priority.rank),
        )
    ]
    assert [numbers(known) for known in answers] == [{cast.refund.pk: 30}, {cast.site_down.pk: 25}]
    assert [known.plan.pk for known in answers] == [cast.cleo.plan_id, cast.vic.plan_id]
    assert [known.ahead for known in answers] == [0, 1]


def test_the_sql_is_not_written_again_and_belongs_to_no_tenant(cast, history, monkeypatch):
    history(30)
    asked = {"categories": [cast.refund.pk], "priority": cast.refund.effective_priority.pk, "plan": cast.cleo.plan_id}
    assert numbers(grounds.read(**asked))
    monkeypatch.setattr(grounds, "_bases", lambda *args: pytest.fail("It was written again."))
    with queries.counted() as one:
        assert numbers(grounds.read(**asked)) == {cast.refund.pk: 30}
    assert len(one) == 1
    with tenant_scope(cast.globex.cleo.tenant_id):
        assert not grounds.read(**asked).bases

import uuid

import pytest

from tests import make
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_customer_files_a_ticket_in_the_browser(cast, visit):
    cleo = visit(cast.cleo)
    page = cleo.get("/tickets/new/")
    assert page.status_code == 200
    words = {
        "form_key": uuid.uuid4(),
        "subject": "Charged twice",
        "category": cast.refund.parent_id,
        "subcategory": cast.refund.pk,
        "description": "Two charges",
    }
    answer = cleo.post("/tickets/new/", words)
    assert answer.status_code == 303, answer.content.decode()
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/tickets/{ticket.number}/?sent"
    page = cleo.get(answer["Location"])
    assert page.status_code == 200
    assert b"Two charges" in page.content
    assert b"Ticket #%d sent" % ticket.number in page.content
    assert cleo.get("/tickets/").status_code == 200


def test_staff_pages_render(cast, visit, post_office):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    for user in (cast.ana, cast.mia):
        for url in ("/desk/", f"/desk/tickets/{ticket.number}/", "/desk/lists/mine/"):
            page = visit(user).get(url)
            assert page.status_code == 200
    assert visit(cast.mia).get("/desk/lists/unassigned/").status_code == 200
    answer = visit(cast.ana).post(
        f"/desk/tickets/{ticket.number}/replies/", {"form_key": uuid.uuid4(), "body": "Hello", "then": "solution"}
    )
    assert answer.status_code == 303
    post_office()
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/")
    assert b"Resolution added" in page.content
    for url in ("/", "/sign-in/", "/sign-up/", "/guest/", "/statuses/", "/password/forgotten/", "/tickets/new/"):
        assert visit().get(url).status_code == 200, url

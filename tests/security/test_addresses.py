"""An e-mail address is one mailbox, and the same one to everybody who reads it."""

import pytest

from accounts.forms import EmailForm
from accounts.models import User
from activity.models import Event
from tickets.models import UnconfirmedTicket

pytestmark = pytest.mark.django_db

# Each was taken for somebody else's address, or for two, by some parser.
NO_MAILBOX = [
    "alice@example.org)bob@evil.example",
    "alice@example.org,bob@evil.example",
    "alice@example.org;bob@evil.example",
    "alice@example.org bob@evil.example",
    "alice@example.org\r\nBcc: bob@evil.example",
    "alice@example.org\0",
    "Alice <alice@example.org>",
    "<alice@example.org>",
    '"alice@example.org,bob"@evil.example',
    '"a b"@evil.example',
    "alice@[127.0.0.1]",
    "alice@localhost",
    "alice@example..org",
    "alice@example.org.",
    "@example.org",
    "alice@",
    # Compared as alis@ and alik@, sent to whoever has the other one.
    "ali\u017f@example.org",
    "ali\u212a@example.org",
    "al\u0131ce@example.org",
    "alice@\uff45xample.org",
    "alice@example\uff0eorg",
    # The mail would go to strasse.example.
    "alice@stra\u00dfe.example",
    "alice@" + "\ufdfa" * 60 + ".example",
    "alice@" + "\u00e4" * 62 + ".example",
    "a" * 250 + "@example.org",
    "alice@" + "x." * 150 + "org",
]
MAILBOXES = ["alice@example.org", "Alice.O'Neil+x_1@Mail.Example.ORG", "alice@ex\u00e4mple.org", "a@b.co"]


@pytest.mark.parametrize("address", NO_MAILBOX)
def test_what_is_no_one_mailbox_is_refused_everywhere(cast, visit, address):
    before = User.objects.count(), Event.objects.count()
    for path in ("/sign-in/", "/sign-up/", "/password/forgotten/", "/guest/"):
        answer = visit().post(path, {"email": address, "name": "Alice", "password": "x" * 12})
        assert answer.status_code == 422, path
        assert "e-mail address" in answer.content.decode()
    words = {"subject": "Help", "description": "Please", "category": cast.sales.pk, "name": "Alice", "email": address}
    assert visit().post("/tickets/new/", words).status_code == 422
    invited = {"email": address, "name": "Alice", "roles": ["agent"]}
    assert visit(cast.max).post("/settings/staff/new/", invited).status_code == 422
    assert not UnconfirmedTicket.objects.exists()
    assert (User.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize("address", MAILBOXES)
def test_a_mailbox_is_one(cast, address):
    assert EmailForm({"email": address}).is_valid()

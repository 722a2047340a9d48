import pytest
from django.db import connections, transaction

from helpdesk.local.demo import loader
from tenants import hosts
from tests import cast as the_cast


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The demo, filled once for all tests of a module that only look at it, then undone.

    The tenants stand beforehand: the owner's connection could not show them to an open transaction.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # Playwright, open until the end where browser tests ran before, looks to Django like an event loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with connections["owner"].cursor() as owner:
            the_cast.found_tenants(owner)
        connections["owner"].close()
        hosts.forget()
        with transaction.atomic():
            yield loader.fill_once()
            transaction.set_rollback(True)

import pytest
from django.db import connection, transaction

from helpdesk.local.demo import loader
from tenants import hosts
from tests import cast as the_cast


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, superuser):
    """The demo, filled once for all tests of a module that only look at it, then rolled back.

    The tenants stand beforehand: the owner's connection could not show them to an open transaction.
    """
    with superuser() as owner:
        the_cast.found_tenants(owner.cursor())
    hosts.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        yield loader.fill_once()
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        connection.close()

"""The web application, after a look at its own database role."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

application = get_wsgi_application()

from django.db import connection  # noqa: E402 - needs the application

from helpdesk.deployment import role_problems  # noqa: E402


def _problems() -> list[str]:
    try:
        return role_problems()
    finally:
        connection.close()


# In a thread: where there are several web processes, each imports this within its event loop, in which Django asks no
# database. Requests are served in other threads as well, with connections of their own.
with ThreadPoolExecutor(1) as elsewhere:
    if problems := elsewhere.submit(_problems).result():
        raise ImproperlyConfigured(
            f"The database role of DATABASE_URL {problems[0]}. docs/running.md lists the three roles."
        )

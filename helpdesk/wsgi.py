"""The web application, after a look at its own database role."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

application = get_wsgi_application()

from django.db import connection  # noqa: E402 - needs the application

from helpdesk.deployment import role_problems  # noqa: E402

if problems := role_problems():
    raise ImproperlyConfigured(
        f"The database role of DATABASE_URL {problems[0]}. docs/running.md lists the three roles."
    )
connection.close()  # requests are served in other threads, with connections of their own

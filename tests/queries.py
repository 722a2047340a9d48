"""How many questions a page asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def counted() -> CaptureQueriesContext:
    """Count the queries of what is done inside: `with queries.counted() as asked: …; len(asked)`."""
    return CaptureQueriesContext(connection)


def count(browser, url: str, **more) -> int:
    """Return the number of queries of a page that is shown for the second time: nothing is asked for the first time."""
    browser.get(url, **more)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url, **more).status_code == 200, url
    return len(asked)

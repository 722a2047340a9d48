import logging
from types import SimpleNamespace

from shared.logs import WithoutSecrets


def line(**more):
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "Internal Server Error: /tickets/", (), None)
    vars(record).update(more)
    return WithoutSecrets("{message}", style="{").format(record)


def test_a_line_about_a_request_begins_with_the_id_of_its_answer():
    assert line(request=SimpleNamespace(id="5f1c09be77aa0012")) == "5f1c09be77aa0012 Internal Server Error: /tickets/"


def test_other_lines_have_none():
    assert line() == "Internal Server Error: /tickets/"

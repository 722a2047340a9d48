"""The application is loaded before it serves anybody, in a process alone or as one of several."""

import asyncio
import importlib
import sys

import pytest

pytestmark = pytest.mark.django_db


def test_it_loads_within_an_event_loop_as_one_of_several_web_processes_does(monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    monkeypatch.delitem(sys.modules, "helpdesk.wsgi", raising=False)

    async def load():
        return importlib.import_module("helpdesk.wsgi")

    assert callable(asyncio.run(load()).application)

"""A real Chromium in front of a real installation."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from helpdesk.local.demo.content import PASSWORD
from tests.installation import Installation

_FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_MOVE_THE_CLOCK_BY_DAYS = [Path(__file__).with_name(name) for name in ("test_escalating.py", "test_story.py")]


def pytest_collection_modifyitems(items):
    """Let those come last that move the installation's clock: days later it has much to do on everybody's tickets."""
    items.sort(key=lambda item: item.path in _MOVE_THE_CLOCK_BY_DAYS)


@pytest.fixture(scope="session")
def installation(prepared, tmp_path_factory):
    """One installation for all browser tests, filled with the demo."""
    running = Installation.start_on_a_copy(prepared, tmp_path_factory.mktemp("installation") / "data")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    """The browser that the test command found or installed."""
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        # Chromium's own sandbox needs an ordinary user.
        flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def session_of(chromium, installation):
    """What a browser keeps after signing in: session_of("ana@example.com") signs in the first time and remembers it."""
    kept = {}

    def of(email: str, tenant: str):
        if (email, tenant) not in kept:
            context = chromium.new_context(base_url=installation.url(tenant))
            sign_in(context.new_page(), email)
            kept[email, tenant] = context.storage_state()
            context.close()
        return kept[email, tenant]

    return of


def sign_in(page: Page, email: str):
    """Sign in as people do."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


@contextmanager
def _browsers(chromium, installation, session_of):
    """Hand out browsers, and close them in the end."""
    contexts = []

    def arrive(email: str = "", *, tenant: str = "acme", own_session: bool = False, **settings):
        """Return a page of a new browser; with own_session it was signed in by itself and may sign out."""
        state = session_of(email, tenant) if email and not own_session else None
        context = chromium.new_context(
            base_url=installation.url(tenant), reduced_motion="reduce", storage_state=state, **settings
        )
        contexts.append(context)
        page = context.new_page()
        if email and own_session:
            sign_in(page, email)
        return page

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def person(chromium, installation, session_of):
    """A person with a browser of their own: person("cleo@example.com") is signed in, person() is nobody."""
    with _browsers(chromium, installation, session_of) as arrive:
        yield arrive


@pytest.fixture(scope="module")
def person_all_along(chromium, installation, session_of):
    """The same, for a browser that stays open from the first test of a file to the last."""
    with _browsers(chromium, installation, session_of) as arrive:
        yield arrive

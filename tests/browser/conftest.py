"""A real Chromium in front of a real installation."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from helpdesk.local.demo.content import PASSWORD
from tests.installation import Installation

_FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """One installation for all browser tests, filled with the demo."""
    running = Installation.start(tmp_path_factory.mktemp("installation") / "data")
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


@pytest.fixture
def person(chromium, installation):
    """A person with a browser of their own: person("cleo@example.com") is signed in, person() is nobody."""
    contexts = []

    def arrive(email: str = "", *, tenant: str = "acme", **settings):
        context = chromium.new_context(base_url=installation.url(tenant), reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto("/sign-in/")
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
        return page

    yield arrive
    for context in contexts:
        context.close()

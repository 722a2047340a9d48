import re

import pytest


@pytest.fixture
def admin(cast, visit):
    """Max, at the settings."""
    return visit(cast.max)


@pytest.fixture
def hidden():
    """Return the hidden fields of a page's first form, as a browser would send them along."""

    def fields(response):
        form = response.content.decode().partition("novalidate>")[2]
        found = dict(re.findall(r'<input type="hidden" name="(seen|form_key)" value="([^"]*)"', form))
        assert found
        return found

    return fields

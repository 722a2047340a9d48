"""{% once %}: what every page has in common is drawn for the first of them."""

import pytest
from django.template import Context, RequestContext, Template, engines
from django.templatetags.static import StaticNode

from tests.cast import ACME_ID, HOSTS


def test_what_is_drawn_once_is_not_drawn_again(monkeypatch):
    drawn = []
    monkeypatch.setattr(StaticNode, "handle_simple", lambda self, path: drawn.append(path) or path)
    page = Template("{% once %}{% static 'a.js' %}{% endonce %}")
    assert [page.render(Context()) for _ in range(3)] == ["a.js"] * 3
    assert drawn == ["a.js"]


def test_nothing_of_one_page_stays_for_the_next(rf):
    page = Template("{{ name }}: {% once %}<{{ name }}{{ request.path }}{% csrf_token %}>{% endonce %}")
    asked = rf.get("/tickets/")
    asked.user = "Cleo"
    assert page.render(RequestContext(asked, {"name": "Cleo", "csrf_token": "secret"})) == "Cleo: <>"
    assert page.render(Context({"name": "Vic"})) == "Vic: <>"


@pytest.mark.django_db
def test_every_page_leads_to_every_script(tenants, client):
    files = {path.name for path in engines["django"].engine.dirs[0].parent.glob("static/js/**/*.js")}
    for _ in range(2):
        page = client.get("/sign-in/", HTTP_HOST=HOSTS[ACME_ID]).content.decode()
        for name in files - {"app.js"}:
            assert f'/{name}"' in page, name

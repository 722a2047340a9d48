"""An agent at the desk: over HTTP, to be timed, and inside of this process, to count the questions to the database."""

import http.client
import itertools
import time
import uuid
from html.parser import HTMLParser
from urllib.parse import urlencode


def is_ready(port: int) -> bool:
    """Whether the product answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Outside:
    """A signed-in browser that keeps its connection, one page after the other."""

    def __init__(self, port: int, host: str, cookie: str):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._host, self._cookies = host, {"sessionid": cookie}

    def times(self, urls: list[str], number: int) -> list[float]:
        """Return the milliseconds that each of so many pages took, to the last byte."""
        taken = []
        for url in itertools.islice(itertools.cycle(urls), number):
            began = time.perf_counter()
            status, _, _ = self._ask("GET", url)
            taken.append((time.perf_counter() - began) * 1000)
            assert status == 200, (status, url)
        return taken

    def replies(self, numbers: list[int], number: int) -> list[float]:
        """Return the milliseconds that so many replies took: sending it, and the page that follows."""
        taken = []
        for ticket in itertools.islice(itertools.cycle(numbers), number):
            _, page, _ = self._ask("GET", f"/desk/tickets/{ticket}/")
            action, fields = reply_form(page)
            body = urlencode(fields | {"body": "Let me look into it.", "then": ""})
            began = time.perf_counter()
            status, _, headers = self._ask("POST", action, body)
            assert status == 303, (status, action)
            status, _, _ = self._ask("GET", headers["location"])
            taken.append((time.perf_counter() - began) * 1000)
            assert status == 200, status
        return taken

    def _ask(self, method: str, url: str, body: str | None = None):
        headers = {
            "Host": self._host,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request(method, url.split("#")[0], body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, page, answer.headers


class Inside:
    """The same agent through Django's test client."""

    def __init__(self, agent, host: str):
        from django.conf import settings
        from django.test import Client

        self._browser = Client(HTTP_HOST=host)
        self._browser.force_login(agent)
        self.cookie = self._browser.cookies[settings.SESSION_COOKIE_NAME].value

    def statements(self, url: str) -> int:
        """Return how many statements the second showing of a page sends."""
        self._browser.get(url)
        return self._counted(lambda: self._browser.get(url))

    def statements_of_reply(self, ticket: int) -> int:
        """Return how many statements a reply and the page after it send."""
        url = f"/desk/tickets/{ticket}/"
        action, fields = reply_form(self._browser.get(url).content.decode())
        fields |= {"body": f"Let me look into it. {uuid.uuid4()}", "then": ""}
        return self._counted(lambda: self._browser.post(action, fields, follow=True))

    def _counted(self, act) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            answer = act()
        assert answer.status_code == 200, answer.status_code
        return len(asked)


def reply_form(page: str) -> tuple[str, dict[str, str]]:
    """Return where the reply of a ticket's page is sent, and the fields that go with it."""
    found = _ReplyForm()
    found.feed(page)
    return found.action, found.fields


class _ReplyForm(HTMLParser):
    def __init__(self):
        super().__init__()
        self.action, self.fields, self._is_inside = "", {}, False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._is_inside = "/replies/" in (given.get("action") or "")
            self.action = given["action"] if self._is_inside else self.action
        elif tag == "input" and self._is_inside and given.get("type") == "hidden":
            self.fields[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_inside = False

"""A page that listens, without a browser: the pass from a page's text, the stream with the cookies of a visitor."""

import http.client
import json
import re
import time
from urllib.parse import urlencode

from tests.processes.visitor import Visitor


class Listener:
    """One stream of a visitor."""

    def __init__(self, visitor: Visitor, page: str = "", *, host: str = "", **more):
        pass_text, shown_at = _in_page(page) if page else ("", "")
        self._connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=10)
        headers = {
            "Host": f"{host or visitor.host}:{visitor.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        }
        if "last_event_id" in more:
            headers["Last-Event-ID"] = str(more["last_event_id"])
        self._connection.request("GET", f"/events?{urlencode({'pass': pass_text, 'at': shown_at})}", headers=headers)
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.content_type = self._answer.headers.get("Content-Type", "")

    def next(self, *, within: float = 10.0) -> dict | None:
        """Return the next letter; None at the end of the stream. Pings and greetings are passed over."""
        give_up_at = time.monotonic() + within
        while True:
            self._connection.sock and self._connection.sock.settimeout(max(0.05, give_up_at - time.monotonic()))
            line = self._answer.readline()
            if not line:
                return None
            if line.startswith(b"data: ") and (letter := json.loads(line[6:])):
                return letter

    def next_about(self, ticket: int, *, within: float = 10.0) -> dict:
        """Return the next letter about what happened to a ticket; the clock may act on others meanwhile."""
        give_up_at = time.monotonic() + within
        while letter := self.next(within=give_up_at - time.monotonic()):
            if letter["kind"] == "ticket" and letter["data"]["ticket"] == ticket:
                return letter
        raise AssertionError(f"The stream ended without a word about #{ticket}.")

    def hears_nothing(self, *, within: float) -> bool:
        """Tell whether nothing comes for a while."""
        try:
            return self.next(within=within) is None
        except TimeoutError:
            return True

    def close(self) -> None:
        """Leave."""
        self._connection.close()


def _in_page(page: str) -> tuple[str, str]:
    """Return the pass and the moment of a page, or of what /live/ says."""
    if page.startswith("{"):
        return json.loads(page)["pass"], ""
    told = re.search(r"<live-updates[^>]*>", page)[0]
    return re.search(r' pass="([^"]*)"', told)[1], re.search(r' at="(\d+)"', told)[1]

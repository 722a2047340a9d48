"""Addresses that somebody of a tenant has given lead nowhere but out, and nothing out there holds anybody up."""

import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from shared import outgoing
from shared.outgoing import NotFetched, fetch, is_public

CERTIFICATE = Path(__file__).with_name("localhost.pem")


class Door:
    """A door of this machine that nobody must be led to: it notes who knocks."""

    def __init__(self, family, address):
        self.knocks = []
        self._socket = socket.create_server((address, 0), family=family)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self):
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.knocks.append(visitor.recv(100))
            visitor.close()

    def close(self):
        self._socket.close()


@pytest.fixture
def door(monkeypatch):
    opened = Door(socket.AF_INET, "127.0.0.1")
    monkeypatch.setattr(outgoing, "PORTS", (443, opened.port))
    yield opened
    opened.close()


LOOPBACK = [
    "127.0.0.1", "localhost", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
    "127.0.0.1.", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "LOCALHOST", "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_spelling_of_this_machine_leads_to_it(door, host):
    with pytest.raises(NotFetched):
        fetch(f"https://{host}:{door.port}/", most=100)
    time.sleep(0.02)
    assert door.knocks == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.100.100.200", "169.254.169.254",
        "168.63.129.16", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
        "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fc00::1", "ff02::1", "ff0e::1",
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a00:1::",
        "2001:0:1::1", "2001:db8::1", "::7f00:1", "::a9fe:a9fe", "fec0::1", "192.0.0.192",
    ],
)  # fmt: skip
def test_addresses_that_are_not_for_everybody(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_that_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "holidays.ics", "//example.com/", "http://example.com/", "ftp://example.com/", "file:///etc/passwd",
        "https://", "https:///etc/passwd", "https://me@example.com/", "https://me:secret@example.com/",
        "https://example.com:22/", "https://example.com:99999/", "https://example.com:x/", "https://exa mple.com/",
        "https://example.com/a\r\nX-More: 1", "https://example.com\t/", "https://example.com\\@127.0.0.1/",
        "https://[::1/", "https://" + "a" * 300 + ".com/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_looked_up(url, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **how: pytest.fail(f"Looked up {asked}."))
    with pytest.raises(NotFetched):
        fetch(url, most=100)


def test_a_name_that_leads_nowhere_is_refused(monkeypatch):
    def nowhere(*asked, **how):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(NotFetched, match="No server has this name"):
        fetch("https://example.com/", most=100)


def _leads_to(*addresses):
    return lambda host, port, **how: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]


def test_a_name_that_leads_inside_among_others_is_refused(door, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _leads_to("1.1.1.1", "127.0.0.1"))
    with pytest.raises(NotFetched, match="private network"):
        fetch(f"https://example.com:{door.port}/", most=100)
    assert door.knocks == []


def test_whoever_answers_is_looked_at_again_before_the_first_byte(door, monkeypatch):
    """Whatever led the connection here: the address that was looked at was another one."""
    inside = socket.create_connection(("127.0.0.1", door.port))
    monkeypatch.setattr(socket, "getaddrinfo", _leads_to("1.1.1.1"))
    monkeypatch.setattr(outgoing._Connection, "_reach", lambda self, found: inside)
    with pytest.raises(NotFetched, match="private network"):
        fetch(f"https://example.com:{door.port}/", most=100)
    time.sleep(0.05)
    assert door.knocks == [b""]


class Answers(BaseHTTPRequestHandler):
    """A server outside, as far as it goes here."""

    def do_GET(self):
        getattr(self, self.path.strip("/").split("?")[0])()

    def fine(self):
        self._send(200, b"BEGIN:VCALENDAR")

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", "/fine")
        self.end_headers()

    def missing(self):
        self._send(404, b"Not here")

    def large(self):
        self._send(200, b"x" * 5000)

    def endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 1000)

    def broken(self):
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b"BEGIN")

    def drop_by_drop(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Drop: 1\r\n")
            self.wfile.flush()
            time.sleep(0.1)

    def told(self):
        self._send(200, "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode())

    def _send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@pytest.fixture
def outside(monkeypatch):
    """A server that counts as one on the internet; its address."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *about):
            pass  # who hangs up is expected

    server = Server(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    port = server.server_address[1]
    monkeypatch.setattr(outgoing, "PORTS", (443, port))
    monkeypatch.setattr(outgoing, "is_public", lambda address: True)
    monkeypatch.setattr(outgoing, "_trust", lambda: ssl.create_default_context(cafile=CERTIFICATE))
    yield f"https://localhost:{port}"
    server.shutdown()
    server.server_close()


def test_what_stands_there_is_fetched(outside):
    assert fetch(f"{outside}/fine?year=2026", most=100) == b"BEGIN:VCALENDAR"


def test_the_request_tells_nothing_but_what_is_asked(outside):
    told = fetch(f"{outside}/told", most=1000, accept="text/calendar").decode()
    assert {line.split(":")[0] for line in told.splitlines()} == {
        "Host", "Accept", "Accept-Encoding", "User-Agent", "Connection",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("elsewhere", "leads on to another one"),
        ("missing", "answered with 404"),
        ("large", "larger than 4 kB"),
        ("endless", "larger than 4 kB"),
        ("broken", "broke off"),
    ],
)
def test_what_is_no_complete_answer_is_refused(outside, path, sentence):
    with pytest.raises(NotFetched, match=sentence):
        fetch(f"{outside}/{path}", most=4096)


def test_who_sends_drop_by_drop_is_hung_up_on(outside, monkeypatch):
    monkeypatch.setattr(outgoing, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(NotFetched, match="took longer"):
        fetch(f"{outside}/drop_by_drop", most=4096)
    assert time.monotonic() - began < 3


def test_who_cannot_prove_who_they_are_is_refused(outside, monkeypatch):
    monkeypatch.setattr(outgoing, "_trust", ssl.create_default_context)
    with pytest.raises(NotFetched, match="prove who it is"):
        fetch(f"{outside}/fine", most=100)


def test_nobody_else_in_the_product_asks_addresses():
    """One place is looked at when it must be safe."""
    root = Path(__file__).parents[2]
    apps = ("accounts", "activity", "businesshours", "knowledgebase", "mail", "shared", "sla", "tenants", "tickets")
    asking = ("import http.client", "urllib.request", "import requests", "import httpx", "import urllib3")
    found = [
        path.name
        for app in apps
        for path in (root / app).rglob("*.py")
        if any(words in path.read_text() for words in asking)
    ]
    assert found == ["outgoing.py"]

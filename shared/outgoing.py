"""The one way in which the product asks an address that somebody of a tenant has given it.

Whoever names an address must not reach with it what only this machine reaches: itself, the network behind it, the
cloud's metadata. So the name is looked up once, every address it leads to is looked at, and the connection is made to
an address that was looked at and to no other; no second look-up can lead elsewhere. Who is at the other end is asked
once more before the first byte is sent. Redirections are not followed, nothing but HTTPS is spoken, and time and size
are bounded.
"""

import contextlib
import http.client
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

PORTS = (443, 8443)
SECONDS = 10
_CHUNK = 16 * 1024

# Python calls these global, but they lead back into a network, to many at once, or to a cloud's own machines.
_NEVER = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's metadata
        "192.0.0.0/24",  # of protocols; Oracle's metadata
        "192.88.99.0/24",  # relays of 6to4
        "224.0.0.0/4",  # many at once
        "::/96",  # IPv4 inside of IPv6
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",  # of one site
        "ff00::/8",
    )
)


class NotFetched(Exception):
    """Nothing came of it; the text is a sentence for who gave the address."""


def fetch(url: str, *, most: int, accept: str = "*/*") -> bytes:
    """Return what stands at an address, at most so many bytes of it.

    Raises NotFetched for an address that is no public HTTPS one, whatever its spelling, for any answer but a complete
    200, for more bytes than `most`, and when all of it takes longer than SECONDS.
    """
    parts = check(url)
    connection = _Connection(parts)
    # A server that sends a byte now and then would keep any time limit of single reads.
    clock = Timer(SECONDS, connection.cut)
    clock.start()
    try:
        headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Helpdesk", "Connection": "close"}
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise NotFetched("The address leads on to another one. Enter that one instead.")
        if response.status != 200:
            raise NotFetched(f"The server answered with {response.status}.")
        body = _read(response, most)
        if connection.was_cut:
            raise TimeoutError  # what looks like the end of an answer was the end of the time
        return body
    except (OSError, http.client.HTTPException, ValueError, NotFetched) as error:
        raise _told(error, connection.was_cut) from error
    finally:
        clock.cancel()
        connection.close()


def check(url: str) -> SplitResult:
    """Return the parts of an address that may be asked, its host as the look-up takes it; raise NotFetched.

    It says nothing about where the host leads: that is looked at when it is asked.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise NotFetched("Enter an address like https://example.com/holidays.ics.") from error
    if not url.isprintable() or " " in url or not url.isascii() or not host or "\\" in url:
        raise NotFetched("Enter an address like https://example.com/holidays.ics.")
    if parts.scheme != "https":
        raise NotFetched("Enter an address that begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("Enter an address without a name or a password in it.")
    if port not in (None, *PORTS):
        raise NotFetched(f"Enter an address without a port, or with {' or '.join(map(str, PORTS))}.")
    return parts


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that anybody on the internet reaches, and nobody but its owner answers at."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not any(_is_in(ip, network) for network in _NEVER)


def _is_in(ip: IPv4Address | IPv6Address, network) -> bool:
    return ip.version == network.version and ip in network


class _Connection(http.client.HTTPSConnection):
    """A connection to a public address, and to none that was not looked at."""

    was_cut = False
    # A second handle of the socket, to end it from another thread whatever it is doing.
    _handle: socket.socket | None = None

    def __init__(self, parts: SplitResult):
        super().__init__(parts.hostname, parts.port or PORTS[0], timeout=SECONDS, context=_trust())

    def connect(self):
        """Look up, look at, connect, look again; only then speak TLS."""
        plain = self._reach(_looked_up(self.host, self.port))
        try:
            if not is_public(plain.getpeername()[0]):
                raise NotFetched(_PRIVATE)
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _reach(self, found) -> socket.socket:
        problem = OSError("No address.")
        for family, kind, protocol, _, where in found:
            plain = socket.socket(family, kind, protocol)
            try:
                self._keep(plain)
                plain.settimeout(SECONDS)
                plain.connect(where)
            except OSError as error:
                plain.close()
                problem = error
            else:
                return plain
        raise problem

    def _keep(self, plain):
        if self._handle:
            self._handle.close()
        self._handle = plain.dup()
        if self.was_cut:
            raise TimeoutError

    def cut(self):
        """End whatever is going on: the time is over."""
        self.was_cut = True
        if self._handle:
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self):
        """Close both handles."""
        super().close()
        if self._handle:
            self._handle.close()


_PRIVATE = "The address leads into a private network. Enter one that everybody can open."


def _looked_up(host: str, port: int) -> list:
    """Return where a name leads; raise NotFetched if it leads nowhere, or anywhere that is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("No server has this name.") from error
    if not found or not all(is_public(where[0]) for *_, where in found):
        raise NotFetched(_PRIVATE)
    return found


def _read(response, most: int) -> bytes:
    read = bytearray()
    while chunk := response.read1(_CHUNK):
        read += chunk
        if len(read) > most:
            raise NotFetched(f"The answer is larger than {most // 1024} kB.")
    if response.length:
        raise NotFetched("The answer broke off.")
    return bytes(read)


def _told(error: Exception, was_cut: bool) -> NotFetched:
    """Return what to say about what went wrong."""
    if was_cut or isinstance(error, TimeoutError):
        return NotFetched(f"The server took longer than {SECONDS} seconds.")
    if isinstance(error, NotFetched):
        return error
    if isinstance(error, ssl.SSLError):
        return NotFetched("The server could not prove who it is.")
    return NotFetched("The server could not be reached.")


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()

"""What a request may say about its own characters: nothing. Addresses and forms are UTF-8."""

import re
from urllib.parse import quote_from_bytes

_TYPE = re.compile(rb"[\w.+-]+/[\w.+-]+")
_BOUNDARY = re.compile(rb";\s*boundary=\"?([\w'()+,./:=?-]{1,70})\"?", re.IGNORECASE)
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


def readable(scope: dict) -> dict:
    """Return a request whose forms and addresses are UTF-8, whatever its own headers say.

    Of a form's type only its name and boundary are read: with a character set of the sender's choice,
    Django would decode into what no database holds, or break before any answer can be made.
    """
    headers = [(name, _plain(value) if name == b"content-type" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers, "query_string": quote_from_bytes(scope["query_string"], _PRINTABLE).encode()}


def _plain(content_type: bytes) -> bytes:
    kind, boundary = _TYPE.match(content_type), _BOUNDARY.search(content_type)
    return (kind[0] if kind else b"application/octet-stream") + (b"; boundary=" + boundary[1] if boundary else b"")

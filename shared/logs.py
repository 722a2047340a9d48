"""The lines of the logs."""

import logging
import re

# One-time keys, form tokens and signed words; session ids; temporary passwords.
_SECRET = re.compile(
    r"(?<![\w-])(?:[\w-]{40,}|(?=[a-z]*\d)[a-z0-9]{32}|[a-z2-9]{4}(?:-[a-z2-9]{4}){3})(?![\w-])", re.ASCII
)


class WithoutSecrets(logging.Formatter):
    """Blots out what could open something: the path of a request that failed may hold the key of a mail."""

    def format(self, record) -> str:
        """Return the line, its traceback too, without anything that looks like a secret.

        A line about a request begins with the id that its answer carried as X-Request-Id.
        """
        line = _SECRET.sub("…", super().format(record))
        request_id = getattr(getattr(record, "request", None), "id", "")
        return f"{request_id} {line}" if request_id else line

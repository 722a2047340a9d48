"""The two ways in which a run of the launcher ends early."""


class CannotGoOn(Exception):
    """Something is missing or in the way; the text is the one sentence to print."""


class AskedToStop(Exception):
    """Ctrl-C, SIGTERM, or the terminal was closed."""

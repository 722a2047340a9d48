"""Runs the web processes: `python -m helpdesk.web` takes the arguments of uvicorn and sends what it writes at once.

Several processes share a listening socket of which uvicorn does not say that it is TCP, so asyncio leaves Nagle's
algorithm on for every connection, and the body of an answer waits up to 40 ms for the client's word that it has the
headers (https://github.com/Kludex/uvicorn/issues/3149). What is set on the listening socket holds for what it accepts.
"""

import socket

from uvicorn.config import Config
from uvicorn.main import main

_bind = Config.bind_socket


def listening(config: Config) -> socket.socket:
    """Return the socket on which the processes listen, with Nagle's algorithm off."""
    bound = _bind(config)
    if bound.family != socket.AF_UNIX:
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


if __name__ == "__main__":
    Config.bind_socket = listening
    main()

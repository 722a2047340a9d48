"""The web processes: what they write leaves at once, also where several share one socket."""

import socket

from uvicorn.config import Config

from helpdesk.web import listening


def test_nothing_waits_on_a_connection_that_the_shared_socket_accepts():
    config = Config("helpdesk.asgi:application", host="127.0.0.1", port=0, log_config=None)
    with listening(config) as shared:
        shared.listen()
        with socket.create_connection(shared.getsockname()), shared.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

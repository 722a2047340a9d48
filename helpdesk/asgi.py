"""One port for everything: Django's synchronous views run in threads below the ASGI server."""

from a2wsgi import WSGIMiddleware

from helpdesk.readable import readable
from helpdesk.wsgi import application as django_application

_below = WSGIMiddleware(django_application, workers=8)


async def application(scope, receive, send):
    """Answer a request, once it says only what it may say."""
    await _below(readable(scope) if scope["type"] == "http" else scope, receive, send)

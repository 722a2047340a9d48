"""One port for everything: Django's synchronous views run in threads below the ASGI server."""

from a2wsgi import WSGIMiddleware

from helpdesk.wsgi import application as django_application

application = WSGIMiddleware(django_application, workers=8)

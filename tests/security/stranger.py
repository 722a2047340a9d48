"""A browser that sends what it likes, of which nothing is kept: each request finds the helpdesk as it was."""

from http.cookies import SimpleCookie

from django.db import transaction


class Stranger:
    """Somebody's browser that never remembers what came of a request, so that it signs in once for all of them."""

    def __init__(self, client):
        self.client, self.cookies = client, {name: morsel.value for name, morsel in client.cookies.items()}
        client.raise_request_exception = False

    def send(self, method, path, *data, **how):
        """Send one request with the cookies of the beginning; nothing of it is kept."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = getattr(self.client, method)(path, *data, **how)
            transaction.set_rollback(True)
        return answer

"""Where a short confirmation waits for the next page.

In a signed cookie, so that an act and the page after it do not each write the session; what is too long for a cookie
waits in the session.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _InCookie(CookieStorage):
    # Like the session's: no neighbour below the same domain sets it.
    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Toasts(FallbackStorage):
    """Django's storage of messages, in this product's cookie."""

    storage_classes = (_InCookie, SessionStorage)

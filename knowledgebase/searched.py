"""The last search of a browser, kept for an hour, so that a ticket that is written after it can be counted with it.

The cookie holds the random key of a search and nothing of whoever searched.
"""

from uuid import UUID

from django.conf import settings

from tenants.scope import current_tenant_id

_COOKIE = "searched"
_SECONDS = 60 * 60


def remember(response, key: str | UUID) -> None:
    """Let the browser keep the key of a search."""
    response.set_signed_cookie(
        _COOKIE,
        str(key),
        salt=_salt(),
        max_age=_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def last(request) -> str | None:
    """Return the key of the last search of this browser, None if there was none within the hour."""
    return request.get_signed_cookie(_COOKIE, None, salt=_salt(), max_age=_SECONDS)


def _salt() -> str:
    return f"knowledgebase.searched {current_tenant_id()}"

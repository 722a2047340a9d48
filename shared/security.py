"""The headers of every answer: content security policy, no caching, an id to find it in the logs."""

import secrets

from django.utils.cache import patch_cache_control

_POLICY = {
    "default-src": "'none'",
    "script-src": "'nonce-{nonce}' 'strict-dynamic'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


class SecurityHeaders:
    """Outermost, so that errors of the layers below carry the headers too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Give the request a nonce and an id, and the answer its headers."""
        request.csp_nonce = secrets.token_urlsafe(16)
        request.id = secrets.token_hex(8)
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy(request.csp_nonce))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["X-Request-Id"] = request.id
        if response.cookies or "Cache-Control" not in response.headers:
            # What one person saw, or was given to keep, must not come out of a cache for another.
            del response.headers["Cache-Control"]
            patch_cache_control(response, no_store=True, private=True)
        return response


def content_security_policy(nonce: str, **changes: str) -> str:
    """Return the policy; changes replace directives, named with underscores."""
    policy = _POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items()).format(nonce=nonce)

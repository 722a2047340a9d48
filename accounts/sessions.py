"""A session belongs to the tenant it was opened in."""

from tenants.scope import active_tenant_id


class SessionOfThisTenant:
    """Ends a session whose cookie was carried to another tenant's host."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Compare the tenant in the session with the open scope."""
        if request.session.get("tenant_id") not in (None, active_tenant_id()):
            request.session.flush()
            if hasattr(request, "_cached_user"):
                del request._cached_user
        return self.get_response(request)

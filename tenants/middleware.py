"""Opens the scope of the tenant that the host name leads to, for the whole request."""

import zoneinfo

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from shared.errors import plain_not_found
from tenants import hosts, profiles
from tenants.scope import tenant_scope

_NO_TENANT_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


class ScopeByHostName:
    """Host name to open scope; an unknown host name gets a plain 404 page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer inside the tenant's scope, in the reader's time zone."""
        host = request.get_host()
        tenant_id = hosts.tenant_id_for(host)
        if tenant_id is None:
            return self._without_tenant(request, host)
        with tenant_scope(tenant_id):
            request.profile = SimpleLazyObject(profiles.current)
            with timezone.override(_time_zone(request)):
                return self.get_response(request)

    def _without_tenant(self, request, host):
        if settings.LOCAL_MODE and host.rsplit(":", 1)[0] in _NO_TENANT_HOSTS:
            request.urlconf = "helpdesk.local.urls"
            return self.get_response(request)
        return plain_not_found(request, Http404())


def _time_zone(request):
    """The browser's zone from the cookie that its script sets, else the tenant's."""
    for name in (request.COOKIES.get("tz"), None):
        try:
            return zoneinfo.ZoneInfo(name or request.profile.time_zone)
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            continue
    return zoneinfo.ZoneInfo("UTC")

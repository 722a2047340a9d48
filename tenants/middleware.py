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
            request.own_zone = _own_zone(request)
            with timezone.override(request.own_zone or _house_zone(request)):
                return self.get_response(request)

    def _without_tenant(self, request, host):
        if settings.LOCAL_MODE and host.rsplit(":", 1)[0] in _NO_TENANT_HOSTS:
            request.urlconf = "helpdesk.local.urls"
            return self.get_response(request)
        return plain_not_found(request, Http404())


def _own_zone(request) -> zoneinfo.ZoneInfo | None:
    """The browser's zone from the cookie that its script sets, None while it is not known."""
    return _zone(request.COOKIES.get("tz", ""))


def _house_zone(request) -> zoneinfo.ZoneInfo:
    return _zone(request.profile.time_zone) or zoneinfo.ZoneInfo("UTC")


def _zone(name) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return None

"""One include per app and audience: portal at /, desk at /desk/, settings at /settings/."""

from django.conf import settings
from django.urls import include, path

from helpdesk import keyboard, settings_urls
from shared import appearance
from tenants import brand

urlpatterns = [
    path("", include("accounts.urls", namespace="accounts")),
    path("", include("tickets.portal_urls", namespace="portal")),
    path("", include("knowledgebase.portal_urls", namespace="kb")),
    path("desk/", include("tickets.desk_urls", namespace="desk")),
    path("desk/estimates/", include("sla.desk_urls", namespace="promises")),
    path("desk/articles/", include("knowledgebase.desk_urls", namespace="author")),
    path("desk/keys/", keyboard.key_list, name="keys"),
    path("desk/palette/", keyboard.command_palette, name="palette"),
    path("settings/", include((settings_urls, "settings"), namespace="settings")),
    path("live/", include("helpdesk.live.urls", namespace="live")),
    path("theme/", appearance.set_theme, name="theme"),
    path("brand/<str:colour>-<int:version>.css", brand.style_sheet, name="brand"),
]
if settings.LOCAL_MODE:
    urlpatterns += [path("", include("helpdesk.local.urls"))]

handler400 = "shared.errors.not_understood"
handler403 = "shared.errors.not_allowed"
handler404 = "shared.errors.plain_not_found"
handler500 = "shared.errors.broken"

"""/settings/ of all apps: the settings menu on the left lists what is here."""

from django.urls import include, path

from helpdesk.settings_home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("tickets.settings_urls")),
    path("", include("knowledgebase.settings_urls")),
    path("", include("businesshours.settings_urls")),
    path("", include("sla.settings_urls")),
    path("", include("accounts.settings_urls")),
]

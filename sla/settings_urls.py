"""Settings about promises, at /settings/."""

from django.urls import path

from sla.settings_views import Figures

urlpatterns = [path("figures/", Figures().edit, name="figures")]

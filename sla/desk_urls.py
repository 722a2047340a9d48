"""What managers see of promises, at /desk/."""

from django.urls import path

from sla.views import kept

app_name = "promises"
urlpatterns = [path("", kept.estimates, name="estimates")]

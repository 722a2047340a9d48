"""Settings about shifts and absences, at /settings/."""

from django.urls import path

from businesshours.house_views import Following, Hours, OwnDaysPages
from businesshours.settings_views import Absences, Shifts

absences = Absences()

urlpatterns = [
    path("hours/", Hours().edit, name="hours"),
    path("hours/calendar/", Following().edit, name="holiday_feed"),
    *OwnDaysPages().paths(),
    *Shifts().paths(),
    path("shifts/<int:person>/absences/new/", absences.add, name="add_absence"),
    # A new absence begins on somebody's page.
    *(entry for entry in absences.paths() if entry.name != "add_absence"),
]

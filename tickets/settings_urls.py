"""Settings about tickets and teams, at /settings/."""

from django.urls import path

from tickets.views.channels import Channels, Policies
from tickets.views.settings import Assigning, Categories, Closing, Fields, Priorities, Teams
from tickets.views.tag_settings import Tags
from tickets.views.targets import TargetPages

categories, fields = Categories(), Fields()

urlpatterns = [
    *categories.paths(),
    path("categories/<int:parent>/new/", categories.add, name="add_subcategory"),
    path("categories/<int:category>/questions/new/", fields.add, name="add_field"),
    *fields.paths(),
    *Priorities().paths(),
    *Tags().paths(),
    *TargetPages().paths(),
    *Teams().paths(),
    *Channels().paths(),
    *Policies().paths(),
    path("assignment/", Assigning().edit, name="assignment"),
    path("rules/", Closing().edit, name="rules"),
]

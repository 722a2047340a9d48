"""The shape of what admins decide about promises."""

from django import forms

from shared.forms import ModelForm
from sla.models import Disclosure

_HOURS = "Enter a number of hours from 1 to 200."


class DisclosureForm(ModelForm):
    """Which figures stand on the help centre's first page."""

    class Meta:
        model = Disclosure
        fields = ("shows_in_time", "in_time_hours", "shows_kept")
        labels = {
            "shows_in_time": "Show how many tickets were answered in time",
            "in_time_hours": "In time means within so many working hours",
            "shows_kept": "Show how many estimates were kept",
        }
        help_texts = {
            "shows_in_time": "Of the last 90 days, by the first answer.",
            "in_time_hours": "Hours outside of your business hours do not count.",
            "shows_kept": "Of the last 30 days.",
        }
        error_messages = {
            "in_time_hours": dict.fromkeys(("required", "invalid", "min_value", "max_value"), _HOURS),
        }
        widgets = {
            "in_time_hours": forms.NumberInput({"class": "input--short", "inputmode": "numeric", "min": 1}),
        }

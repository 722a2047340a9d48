"""The shape of somebody's week and absences."""

from django import forms
from django.core.exceptions import ValidationError

from businesshours import notation
from businesshours.models import Absence, Weekday
from shared import zones
from shared.forms import DateInput, Form, ModelForm

_LIMIT = "Enter a number from 0 to 1000, or nothing."
_DATES = {"invalid": "Enter a day like 2026-05-04."}
FIRST_DAY = _DATES | {"required": "Enter the first day."}
LAST_DAY = _DATES | {"required": "Enter the last day."}


class DayField(forms.CharField):
    """The shifts of one day, as people write them; `where` says which day it is when the label alone does not."""

    def __init__(self, *, where: str = "", placeholder: str = "Off", **kwargs):
        super().__init__(required=False, max_length=120, **kwargs)
        self.where = where or self.label
        self.widget.attrs |= {"placeholder": placeholder, "autocomplete": "off"}

    def prepare_value(self, value):
        """Write spans; leave what was typed as it is."""
        return notation.write(value) if isinstance(value, list) else value

    def clean(self, value):
        """Read the spans."""
        try:
            return notation.read(super().clean(value))
        except notation.NotUnderstood as explained:
            raise ValidationError(f"{self.where}: {explained}") from explained


class WeekForm(Form):
    """When somebody works, where, and how much."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[day.name.lower()] = DayField(label=day.label)
        self.fields["time_zone"] = forms.ChoiceField(
            choices=lambda: [("", "The helpdesk's"), *zones.choices()],
            required=False,
            help_text="Of the hours above. Days off begin and end at midnight there.",
            error_messages={"invalid_choice": "Select a time zone from the list."},
        )
        self.fields["ticket_limit"] = forms.IntegerField(
            label="Most open tickets",
            min_value=0,
            max_value=1000,
            required=False,
            help_text="Above it nothing is assigned by itself. Empty: as for everybody. 0: nothing by itself.",
            widget=forms.NumberInput({"class": "input--short", "inputmode": "numeric", "min": 0}),
            error_messages={"invalid": _LIMIT, "min_value": _LIMIT, "max_value": _LIMIT},
        )

    def clean(self):
        """Put the days together."""
        cleaned = super().clean()
        return {
            "week": {day.value: cleaned.get(day.name.lower(), []) for day in Weekday},
            "time_zone": cleaned.get("time_zone", ""),
            "ticket_limit": cleaned.get("ticket_limit"),
        }

    def days(self):
        """The fields of the week, for the part of the page that keeps them together."""
        return [self[day.name.lower()] for day in Weekday]


class AbsenceForm(ModelForm):
    """From when until when somebody is away."""

    class Meta:
        model = Absence
        fields = ("starts_on", "ends_on", "note")
        labels = {"starts_on": "First day", "ends_on": "Last day"}
        help_texts = {"note": "Managers and admins can read it."}
        widgets = {"starts_on": DateInput({"class": "input--short"}), "ends_on": DateInput({"class": "input--short"})}
        error_messages = {
            "starts_on": FIRST_DAY,
            "ends_on": LAST_DAY,
            "note": {"max_length": "Use at most %(limit_value)d characters for the note."},
        }

    def clean(self):
        """An absence ends on its first day or later."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day is before the first one.")
        return cleaned

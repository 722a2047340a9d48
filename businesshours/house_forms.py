"""The shape of the house's hours and of its own days."""

import re

from django import forms
from django.utils.functional import cached_property

from businesshours import house, public_holidays
from businesshours.calendars import spans, stored
from businesshours.models import Channel, HolidayFeed, House, OwnDays, Weekday
from businesshours.settings_forms import FIRST_DAY, LAST_DAY, DayField
from shared.forms import DateInput, Form, ModelForm

_CLOSED = "Closed"


class _RegionField(forms.ChoiceField):
    """A part of the country that is chosen."""

    def clean(self, value):
        """What is left of the country that was chosen before is no mistake; it counts for nothing."""
        return value if value in dict(self.choices) else ""


class HoursForm(Form):
    """The week of each channel, and whose public holidays are kept."""

    def __init__(self, data=None, *, kept: House):
        days = [(channel, day) for channel in Channel for day in Weekday]
        hours = {_name(channel, day): list(spans(kept.weeks[channel][day])) for channel, day in days}
        super().__init__(data, initial=hours | {"country": kept.country, "region": kept.region})
        for channel, day in days:
            self.fields[_name(channel, day)] = DayField(
                label=day.label[:3], where=f"{channel.label}, {day.label}", placeholder=_CLOSED
            )
        country = data.get("country", "") if data is not None else kept.country
        self.fields["country"] = forms.ChoiceField(
            label="Public holidays",
            choices=[("", "None"), *public_holidays.countries()],
            required=False,
            error_messages={"invalid_choice": "Select a country from the list."},
        )
        self.fields["region"] = _RegionField(
            choices=[("", "The whole country"), *public_holidays.regions(country)], required=False
        )

    def clean(self):
        """Put the weeks together."""
        cleaned = super().clean()
        weeks = {
            channel.value: [stored(cleaned.get(_name(channel, day), [])) for day in Weekday] for channel in Channel
        }
        return {"weeks": weeks, "country": cleaned.get("country", ""), "region": cleaned.get("region", "")}

    @cached_property
    def weeks(self):
        """The fields of each channel's week, for the part of the page that keeps them together."""
        return [(channel.label, [self[_name(channel, day)] for day in Weekday]) for channel in Channel]


class FeedForm(ModelForm):
    """The address of a calendar."""

    class Meta:
        model = HolidayFeed
        fields = ("url",)
        labels = {"url": "Address of the calendar"}
        help_texts = {"url": "It begins with https:// and often ends with .ics. Empty: no calendar is followed."}
        widgets = {"url": forms.URLInput({"autocomplete": "off", "placeholder": "https://"})}
        error_messages = {"url": {"max_length": "Use at most %(limit_value)d characters for the address."}}

    def clean_url(self):
        """Calendars are also offered as webcal://, which means the same."""
        return re.sub(r"^webcals?://", "https://", self.cleaned_data["url"].strip(), flags=re.IGNORECASE)


class OwnDaysForm(ModelForm):
    """Days on which the house is closed or keeps other hours."""

    class Meta:
        model = OwnDays
        fields = ("name", "starts_on", "ends_on")
        labels = {"starts_on": "First day", "ends_on": "Last day"}
        widgets = {"starts_on": DateInput({"class": "input--short"}), "ends_on": DateInput({"class": "input--short"})}
        error_messages = {
            "name": {"required": "Enter a name.", "max_length": "Use at most %(limit_value)d characters for the name."},
            "starts_on": FIRST_DAY,
            "ends_on": LAST_DAY,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for channel in Channel:
            self.fields[channel.value] = DayField(label=channel.label, placeholder=_CLOSED)
            self.initial[channel.value] = list(spans(self.instance.hours.get(channel, [])))

    def clean(self):
        """Put the hours together; a channel without any is closed."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends:
            try:
                house.check_length(starts, ends)
            except house.TooLong as refusal:
                self.add_error(refusal.field, refusal.sentence)
        hours = {channel.value: stored(cleaned.pop(channel.value, None) or []) for channel in Channel}
        return cleaned | {"hours": {channel: found for channel, found in hours.items() if found}}

    @property
    def own_hours(self):
        """The fields of the hours, for the part of the page that keeps them together."""
        return [self[channel.value] for channel in Channel]


def _name(channel: Channel, day: Weekday) -> str:
    return f"{channel.value}_{day.name.lower()}"

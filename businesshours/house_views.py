"""Settings about when the house is open: admins change them, and see first which promises would move."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import doors
from businesshours import calendars, house, notation, shifts, subscribing, wording
from businesshours.house_forms import FeedForm, HoursForm, OwnDaysForm
from businesshours.models import Channel, HolidayFeed, House, OwnDays
from businesshours.shifts import Block
from shared import clock
from shared.crud import Crud
from shared.seen import stamp

_MOST_SPECIAL, _MOST_OWN = 12, 50
_door = doors.settings("settings.tickets")


class _Foreseen(Crud):
    """A page on which hours are changed: before anything is saved it says what would move."""

    door = staticmethod(_door)

    def proposed(self, form, row) -> dict:
        """Return the facts of the house as a valid form would make them."""
        raise NotImplementedError

    def needs_look(self, request, form, row):
        """Whether promises would move of which this page has not said so yet."""
        return request.POST.get("looked_at") != stamp(form.cleaned_data) and bool(self._moves(form, row).number)

    def about(self, form, row):
        """What would move."""
        if not form.is_bound or not form.is_valid():
            return {"facts": calendars.current_facts()}
        moves, facts = self._moves(form, row), self.proposed(form, row)
        return {"facts": facts, "moves": moves, "looked_at": stamp(form.cleaned_data)}

    def _moves(self, form, row):
        if not hasattr(form, "moves"):  # asked for twice on the way to one page
            form.moves = what_moves()(calendars.read(self.proposed(form, row)))
        return form.moves


def what_moves() -> Callable:
    """Return the function that says what a calendar would move: whoever promises by the hours stands above this app."""
    return import_string(settings.HOURS_PREVIEW)


class Hours(_Foreseen):
    """One page: the weeks, whose public holidays are kept, the next days off, and what would move."""

    one = many = "hours"
    pages = ("edit",)
    form_template = "settings/hours.html"
    verbs = {"change": house.change}
    said = {"change": "Saved. Promises on open tickets follow within a minute."}

    def find(self):
        """The hours in force."""
        return House.current()

    def filled(self, data, row, given):
        """The form of the house."""
        return HoursForm(data, kept=row)

    def values(self, row):
        """Weeks, country and region."""
        return {"weeks": row.weeks, "country": row.country, "region": row.region}

    def proposed(self, form, row):
        """The facts with what is typed."""
        return calendars.with_house(calendars.current_facts(), **form.cleaned_data)

    def about(self, form, row):
        """The weeks in words, the days ahead, and the own days."""
        about = super().about(form, row)
        facts = about.pop("facts")
        today = timezone.localdate(clock.now(), calendars.read(facts).zone)
        special = list(calendars.special_days(facts, today))
        return about | {
            "weeks_in_words": [(channel.label, _in_words(facts, channel)) for channel in Channel],
            "zone": wording.city(calendars.read(facts).zone),
            "feed": HolidayFeed.current(),
            "special": [(one, notation.write(list(one.hours))) for one in special[:_MOST_SPECIAL]],
            "special_beyond": len(special[_MOST_SPECIAL:]),
            "own_days": [
                (row, _own_in_words(row)) for row in OwnDays.objects.in_use().filter(ends_on__gte=today)[:_MOST_OWN]
            ],
        }


class Following(Crud):
    """One page: whose calendar of days off is followed."""

    door = staticmethod(_door)
    one = many = "holiday_feed"
    pages = ("edit",)
    form = FeedForm
    form_template = "settings/holiday_feed.html"
    verbs = {"change": subscribing.change}
    said = {"change": "Saved."}

    def find(self):
        """The feed, if there is one."""
        return HolidayFeed.current()

    def after(self, request, row, act):
        """Back to the hours, which say how far the reading is."""
        return reverse("settings:hours")


class OwnDaysPages(_Foreseen):
    """Days on which the house is closed or keeps other hours."""

    one, many, path = "own_days", "hours", "hours/days/"
    pages = ("add", "edit", "archive", "restore")
    form = OwnDaysForm
    form_template = "settings/own_days.html"
    verbs = {
        "add": house.add_days,
        "change": house.change_days,
        "archive": house.remove_days,
        "restore": house.restore_days,
    }
    said = {
        "add": "{row} is added.",
        "change": "Saved: {row}.",
        "archive": "{row} is removed.",
        "restore": "{row} counts again.",
    }

    def rows(self):
        """All own days."""
        return OwnDays.objects.all()

    def values(self, row):
        """What the form edits."""
        return super().values(row) | {"hours": row.hours}

    def proposed(self, form, row):
        """The facts with these days."""
        days = OwnDays(pk=row.pk if row else None, **form.cleaned_data)
        return calendars.with_own_days(calendars.current_facts(), days)

    def about(self, form, row):
        """What would move."""
        about = super().about(form, row)
        del about["facts"]
        return about

    def after(self, request, row, act):
        """Back to the hours."""
        return reverse("settings:hours")


def _in_words(facts, channel) -> str:
    week = calendars.read(facts, channel).week
    return shifts.in_words([Block(day, *span) for day, spans in enumerate(week) for span in spans]) or "Always closed"


def _own_in_words(row: OwnDays) -> str:
    """Return "Closed", or "Tickets 7:00–12:00, otherwise closed"."""
    if not row.hours:
        return "Closed"
    told = [
        f"{channel.label} {notation.write(list(calendars.spans(row.hours[channel])))}"
        for channel in Channel
        if channel in row.hours
    ]
    return ", ".join(told if len(told) == len(Channel) else [*told, "otherwise closed"])

"""Settings about when people work: managers and admins may change them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import doors
from accounts.models import User
from businesshours import presence, rostering, shifts, wording
from businesshours.hours import DAY
from businesshours.models import Absence, Weekday
from businesshours.settings_forms import AbsenceForm, WeekForm
from businesshours.shifts import Block
from shared import clock
from shared.crud import Crud

_PEOPLE_ON_A_PAGE = 50
_MOST_ABSENCES = 50
_door = doors.settings("staff.shifts")


class Shifts(Crud):
    """Everybody who works tickets: their week, limit and absences."""

    door = staticmethod(_door)
    one, many, path = "shifts_of", "shifts", "shifts/"
    pages = ("list", "edit")
    list_template, form_template = "settings/shifts.html", "settings/shifts_of.html"
    verbs = {"change": rostering.change}
    said = {"change": "Saved: the shifts of {row}."}

    def rows(self):
        """People to whom tickets can be assigned."""
        return User.objects.who_work_tickets()

    def overview(self, request):
        """A page of people with their weeks and whether they are at work now, found by name."""
        query, now = request.GET.get("q", "").replace("\0", "").strip()[:100], clock.now()
        coming = Prefetch("absences", _coming(now), to_attr="coming_absences")
        people = presence.with_rosters(self.rows(), now).prefetch_related(coming).order_by("name", "pk")
        if query:
            people = people.filter(Q(name__icontains=query))
        page = Paginator(people, _PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
        for person in page.object_list:
            roster = presence.roster(person)
            person.week = shifts.in_words(roster.shifts)
            person.city = wording.city(roster.zone) if person.time_zone else ""
            person.is_on_shift, person.next_on_shift = roster.on_shift(now), roster.next_on_shift(now)
        return {
            "people": page,
            "query": query,
            "previous_url": _page_url(query, page.number - 1) if page.has_previous() else "",
            "next_url": _page_url(query, page.number + 1) if page.has_next() else "",
        }

    def filled(self, data, row, given):
        """The form for a person."""
        week = {Weekday(day).name.lower(): spans for day, spans in rostering.week_of(row).items()}
        return WeekForm(data, initial=week | {"time_zone": row.time_zone, "ticket_limit": row.ticket_limit})

    def values(self, row):
        """Week, time zone and limit."""
        return rostering.as_seen(row)

    def about(self, form, row):
        """The week that is typed, or else the saved one, as bars; and the absences."""
        week = form.cleaned_data["week"] if form.is_bound else rostering.week_of(row)
        blocks = [Block(day, *span) for day, spans in week.items() for span in spans]
        return {
            "bars": list(zip(shifts.DAYS, shifts.bars(blocks), strict=True)),
            "in_words": shifts.in_words(blocks),
            "absences": list(_coming(clock.now()).filter(user=row)[:_MOST_ABSENCES]),
        }


class Absences(Crud):
    """Days on which somebody does not work."""

    door = staticmethod(_door)
    one, many, path = "absence", "shifts", "shifts/absences/"
    pages = ("add", "edit", "archive", "restore")
    form = AbsenceForm
    form_template = "settings/absence.html"
    verbs = {
        "add": rostering.add_absence,
        "change": rostering.change_absence,
        "archive": rostering.remove_absence,
        "restore": rostering.restore_absence,
    }
    said = {
        "add": "{row} is added.",
        "change": "Saved.",
        "archive": "{row} is removed.",
        "restore": "{row} counts again.",
    }

    def rows(self):
        """With whose absence it is."""
        return Absence.objects.select_related("user")

    def given(self, person=None):
        """Whose absence a new one is."""
        return {"user": get_object_or_404(User.objects.who_work_tickets(), pk=person)}

    def about(self, form, row):
        """Whose page to go back to."""
        return {"person": form.instance.user}

    def after(self, request, row, act):
        """Back to the person."""
        return reverse("settings:shifts_of", args=[row.user_id])


def _coming(now):
    """Absences that are not over, wherever the person is."""
    return Absence.objects.in_use().filter(ends_on__gte=(now - DAY).date())


def _page_url(query, number):
    return f"?{urlencode({'q': query, 'page': number})}"

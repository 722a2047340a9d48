"""Settings of the targets: how soon tickets are to be answered and solved."""

from datetime import timedelta

from accounts import doors
from businesshours import calendars
from shared import clock
from shared.crud import Crud
from tickets import targets
from tickets.models import Target
from tickets.models.target import MEASURES
from tickets.target_forms import TargetForm

_MOST_ARCHIVED = 50


class TargetPages(Crud):
    """What staff wants to keep, for categories and priorities."""

    door = staticmethod(doors.settings("settings.tickets"))
    one, many, path = "target", "targets", "targets/"
    pages = ("list", "add", "edit", "archive", "restore")
    form = TargetForm
    list_template, form_template = "settings/targets.html", "settings/target.html"
    verbs = {"add": targets.add, "change": targets.change, "archive": targets.archive, "restore": targets.restore}
    said = Crud.said | {
        "add": "The targets are added. Open tickets follow within a minute.",
        "change": "Saved. Open tickets follow within a minute.",
        "archive": "The targets are archived.",
        "restore": "The targets are in use again.",
    }

    def rows(self):
        """All targets, those for everything first."""
        found = Target.objects.select_related("category__parent", "priority")
        return found.order_by("category__parent__name", "category__name", "priority__rank", "pk")

    def overview(self, request):
        """The targets in use, in words."""
        rows = self.rows()
        in_use = sorted(rows.in_use(), key=lambda row: (row.category_id is not None, str(row.category or "")))
        return {
            "in_use": [(row, _in_words(row)) for row in in_use],
            "archived": rows.exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED],
        }

    def about(self, form, row):
        """What it would mean for a ticket that is filed at this moment, and about how many open ones it is."""
        target, calendar, now = form.instance, calendars.current(), clock.now()
        wanted = {measure: getattr(target, measure) for measure in MEASURES}
        by = {measure: calendar.add(now, timedelta(minutes=length)) for measure, length in wanted.items() if length}
        return {
            "first_by": by.get("first_response"),
            "solved_by": by.get("resolution"),
            "open_tickets": targets.open_tickets_of(target.category, target.priority).count(),
        }


def _in_words(target: Target) -> str:
    """Return "First response 4 h · resolution 16 h"."""
    told = [
        f"{measure.replace('_', ' ')} {_hours(length)}"
        for measure in MEASURES
        if (length := getattr(target, measure)) is not None
    ]
    words = " · ".join(told)
    return words[:1].upper() + words[1:]


def _hours(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{left} min" if left else "") if part)

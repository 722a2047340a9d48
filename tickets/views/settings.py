"""Settings about tickets, and the teams that work on them. What all pages share is in shared.crud."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import doors, teams
from accounts.models import Assignment, Team, User
from accounts.settings_forms import TeamForm
from shared import clock
from shared.crud import Crud
from tickets import catalogue, lifecycle, loads
from tickets.models import Category, FormField, Priority, Rules, Ticket
from tickets.settings_forms import AssignmentForm, CategoryForm, FieldForm, PriorityForm, RulesForm, preview
from tickets.statuses import Status

# As many archived rows as a page lists; the latest can be restored without looking for them.
_MOST_ARCHIVED = 50


def _archived(rows):
    return rows.exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED]


class Categories(Crud):
    """Categories and subcategories."""

    door = staticmethod(doors.settings("settings.tickets"))
    one, many, path = "category", "categories", "categories/"
    form = CategoryForm
    list_template, form_template = "settings/categories.html", "settings/category.html"
    verbs = {
        "add": catalogue.add_category,
        "change": catalogue.change_category,
        "archive": catalogue.archive_category,
        "restore": catalogue.restore_category,
        "move": catalogue.move_category,
    }

    def rows(self):
        """With what their names and inherited values need."""
        return Category.objects.select_related("priority", "team", "parent__priority", "parent__team")

    def overview(self, request):
        """The tree of categories with what uses them."""
        tree = self.rows().in_use().as_tree()
        tickets = dict(Ticket.objects.open().values_list("category").annotate(Count("pk")).order_by())
        questions = dict(FormField.objects.in_use().order_by().values_list("category").annotate(Count("pk")))
        for category in (category for top in tree for category in (top, *top.below)):
            category.effective_team = category.team or (category.parent.team if category.parent else None)
            category.open_tickets, category.questions = tickets.get(category.pk, 0), questions.get(category.pk, 0)
        return {"tree": tree, "archived": _archived(self.rows()), "most": catalogue.MOST_CATEGORIES}

    def given(self, parent=None):
        """The category above, for a subcategory."""
        if parent is None:
            return {}
        return {"parent": get_object_or_404(self.rows().top().filter(archived_at=None), pk=parent)}

    def about(self, form, row):
        """The questions, the subcategories, what an archiving would take away, and the customer's view."""
        if row is None:
            return {}
        asked = list(FormField.objects.in_use().filter(category=row))
        inherited = list(FormField.objects.in_use().filter(category=row.parent_id)) if row.parent_id else []
        return {
            "asked": asked,
            "inherited": inherited,
            "archived_fields": _archived(FormField.objects.filter(category=row)),
            "below": list(Category.objects.in_use().filter(parent=row)),
            "open_tickets": catalogue.open_tickets_of(row),
            "preview": preview(*inherited, *asked),
        }

    def after(self, request, row, act):
        """Stay with a new category, because its questions come next."""
        return self.url(row) if act in ("add", "change", "restore") else super().after(request, row, act)


class Fields(Crud):
    """What a category asks."""

    door = Categories.door
    one, many, path = "field", "categories", "categories/questions/"
    pages = ("add", "edit", "archive", "restore", "move")
    form = FieldForm
    form_template = "settings/field.html"
    verbs = {
        "add": catalogue.add_field,
        "change": catalogue.change_field,
        "archive": catalogue.archive_field,
        "restore": catalogue.restore_field,
        "move": catalogue.move_field,
    }

    def rows(self):
        """With the category that asks."""
        return FormField.objects.select_related("category__parent")

    def given(self, category=None):
        """The category that is going to ask."""
        return {"category": get_object_or_404(Category.objects.select_related("parent"), pk=category)}

    def about(self, form, row):
        """The question as customers will see it, as far as it is typed."""
        typed = form.instance
        return {"category": typed.category, "preview": preview(typed) if typed.label else None}

    def after(self, request, row, act):
        """Back to the category."""
        return reverse("settings:category", args=[row.category_id])


class Priorities(Crud):
    """The steps of urgency."""

    door = Categories.door
    one, many, path = "priority", "priorities", "priorities/"
    form = PriorityForm
    list_template, form_template = "settings/priorities.html", "settings/priority.html"
    verbs = {
        "add": catalogue.add_priority,
        "change": catalogue.change_priority,
        "archive": catalogue.archive_priority,
        "restore": catalogue.restore_priority,
        "move": catalogue.move_priority,
    }

    def rows(self):
        """Most urgent first."""
        return Priority.objects.order_by("rank", "name")

    def overview(self, request):
        """The steps with what uses them."""
        tickets = dict(Ticket.objects.open().values_list("priority").annotate(Count("pk")).order_by())
        categories = dict(Category.objects.in_use().order_by().values_list("priority").annotate(Count("pk")))
        in_use = list(Priority.objects.in_use())
        for priority in in_use:
            priority.open_tickets, priority.used_by = tickets.get(priority.pk, 0), categories.get(priority.pk, 0)
        return {"in_use": in_use, "archived": _archived(Priority.objects)}

    def about(self, form, row):
        """What uses the priority."""
        if row is None:
            return {}
        used_by = catalogue.categories_with(priority=row)
        return {"used_by": used_by, "open_tickets": Ticket.objects.open().filter(priority=row).count()}


class Teams(Crud):
    """Groups of agents; here and not in accounts, because a team that categories need cannot be archived."""

    door = staticmethod(doors.settings("settings.people"))
    one, many, path = "team", "teams", "teams/"
    pages = ("list", "add", "edit", "archive", "restore")
    form = TeamForm
    list_template, form_template = "settings/teams.html", "settings/team.html"
    verbs = {
        "add": teams.add,
        "change": teams.change,
        "archive": catalogue.archive_team,
        "restore": teams.restore,
    }

    def rows(self):
        """All teams."""
        return Team.objects.all()

    def overview(self, request):
        """The teams with who and what belongs to them."""
        works = Q(members__in=User.objects.who_work_tickets())
        in_use = list(Team.objects.in_use().annotate(people=Count("members", filter=works, distinct=True)))
        categories = dict(Category.objects.in_use().order_by().values_list("team").annotate(Count("pk")))
        for team in in_use:
            team.used_by = categories.get(team.pk, 0)
        return {"in_use": in_use, "archived": _archived(Team.objects)}

    def about(self, form, row):
        """The categories whose tickets go to the team."""
        return {"used_by": catalogue.categories_with(team=row) if row else []}

    def filled(self, data, row, given):
        """A form with the members."""
        return TeamForm(data, initial=self.values(row) if row else {})

    def values(self, row):
        """Name and members."""
        return teams.as_seen(row)


class Assigning(Crud):
    """One page: who assigns, how much one agent is given, and what agents may do with others' tickets."""

    door = Categories.door
    one = many = "assignment"
    pages = ("edit",)
    form = AssignmentForm
    form_template = "settings/assignment.html"
    verbs = {"change": lambda rules, **typed: catalogue.change_rules(**typed)}
    said = {"change": "Saved. It counts for tickets that nobody has yet, from now on."}

    def find(self):
        """The rules in force."""
        return Rules.current()

    def about(self, form, row):
        """What it means for each team today."""
        mode = (form.cleaned_data if form.is_bound else {}).get("assignment") or row.assignment
        agents = loads.crew(clock.now()).loads
        teams_in_use = list(Team.objects.in_use())
        for team in teams_in_use:
            own = [load for load in agents if load.works_for(team.pk)]
            team.is_balanced = (team.assignment or mode) == Assignment.BALANCED
            team.agents, team.on_shift = len(own), sum(load.is_on_shift for load in own)
            team.full = sum(load.is_on_shift and not load.has_room for load in own)
        return {"teams": teams_in_use, "is_balanced": mode == Assignment.BALANCED}


class Closing(Crud):
    """One page: the days of closing and reopening, and what customers are going to read."""

    door = Categories.door
    one = many = "rules"
    pages = ("edit",)
    form = RulesForm
    form_template = "settings/rules.html"
    verbs = {"change": lambda rules, **typed: catalogue.change_rules(**typed)}
    said = {"change": "Saved. It counts from now on; dates on tickets stay as they are."}

    def rows(self):
        """The one row."""
        return Rules.objects.all()

    def find(self):
        """The rules in force."""
        return Rules.current()

    def about(self, form, row):
        """The sentences with the numbers that are typed, or else those in force."""
        days = self.values(row) | (form.cleaned_data if form.is_bound else {})
        bump = days.pop("bump")
        in_words = {name: lifecycle.in_days(number) for name, number in days.items()}
        reminds = 0 < days["remind_days_before"] < days["close_after_days"]
        return {
            "suggested": Status.SOLUTION_SUGGESTED.meaning.format(close_after=in_words["close_after_days"]),
            "reminder": in_words["remind_days_before"] if reminds else "",
            "reopen_for": in_words["reopen_for_days"],
            "too_late": lifecycle.too_late_words(days["reopen_for_days"]),
            "keeps_place": bump == Rules.Bump.KEEPS,
        }

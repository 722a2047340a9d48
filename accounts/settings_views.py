"""Settings about the people who work here, and about how the tenant looks."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors, invitations, look, moderators, roles, staff
from accounts.models import OneTimeKey, Team, User
from accounts.settings_forms import InviteForm, LookForm, ModeratorForm, StaffForm
from shared.colour import explain, is_hex_colour, palette, stylesheet
from shared.crud import Crud
from shared.refusal import Refusal
from shared.responses import see_other
from tenants import brand, profiles

_people = doors.settings("settings.people")
_look = doors.settings("settings.look")
_PEOPLE_ON_A_PAGE = 50
_FOR_EVER = "private, max-age=31536000, immutable"


_LABELS = {"agent": "Agent", "manager": "Manager", "admin": "Admin"}


def _invite(*, form_key, **typed):
    invitations.invite(**typed)  # twice is two mails and one account
    return typed["email"]


class Staff(Crud):
    """The people who work here; new ones are invited."""

    door = staticmethod(_people)
    one, many, path = "person", "staff", "staff/"
    pages = ("list", "add", "edit")
    list_template, form_template = "settings/staff.html", "settings/person.html"
    verbs = {"add": _invite, "change": staff.change}
    said = Crud.said | {"add": "The invitation to {row} is on its way."}

    def rows(self):
        """Staff only: customers are nobody's setting."""
        return User.objects.staff()

    def overview(self, request):
        """A page of people, found by name or address, those who left at the end; and who is invited."""
        query = request.GET.get("q", "").replace("\0", "").strip()[:100]
        teams = Prefetch("teams", Team.objects.in_use(), to_attr="teams_in_use")
        people = self.rows().prefetch_related(teams).order_by("-is_active", "name", "pk")
        if query:
            people = people.filter(Q(name__icontains=query) | Q(email_norm__contains=query.lower()))
        page = Paginator(people, _PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
        for person in page.object_list:
            person.role_names = [label for role, label in _LABELS.items() if getattr(person, f"is_{role}")]
        invited = [] if query else invitations.pending()
        return {
            "people": page,
            "query": query,
            "invited": invited,
            "previous_url": _page_url(query, page.number - 1) if page.has_previous() else "",
            "next_url": _page_url(query, page.number + 1) if page.has_next() else "",
        }

    def filled(self, data, row, given):
        """The form for a person, or for an invitation."""
        return StaffForm(data, initial=staff.as_seen(row)) if row else InviteForm(data)

    def values(self, row):
        """Name, roles, teams, and whether they work here."""
        return staff.as_seen(row)

    def after(self, request, row, act):
        """Back to the list; who gave up being admin has no business here any more."""
        stays = act == "add" or row.pk != request.user.pk or roles.may(row, "settings.people")
        return super().after(request, row, act) if stays else reverse(roles.home(row))


def _page_url(query, number):
    return f"?{urlencode({'q': query, 'page': number})}"


def _invitation(pk):
    return get_object_or_404(OneTimeKey, purpose=OneTimeKey.Purpose.INVITATION, used_at=None, pk=pk)


@_people
def send_again(request, pk):
    """Send an invitation once more."""
    if request.method == "POST":
        key = _invitation(pk)
        invitations.send_again(key, by=request.user)
        messages.success(request, f"The invitation to {key.data['email']} is on its way again.")
    return see_other(reverse("settings:staff"))


@_people
def withdraw(request, pk):
    """Make an invitation worthless; one that is gone already stays gone."""
    if request.method == "POST":
        key = _invitation(pk)
        invitations.withdraw(key, by=request.user)
        messages.success(request, f"The invitation to {key.data['email']} is withdrawn.")
    return see_other(reverse("settings:staff"))


@_people
@require_http_methods(["GET", "HEAD", "POST"])
def moderation(request):
    """Show the moderators, and name one more by the e-mail address of a customer."""
    form = ModeratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            named = moderators.name(email=form.cleaned_data["email"], by=request.user)
        except Refusal as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, f"{named.name} is a moderator.")
            return see_other(reverse("settings:moderators"))
    named = User.objects.filter(is_moderator=True).order_by("name", "pk")[: moderators.MOST]
    context = {"form": form, "moderators": named}
    return render(request, "settings/moderators.html", context, status=422 if form.errors else 200)


@_people
@require_POST
def remove_moderator(request, pk):
    """Make a moderator an ordinary customer again."""
    customer = get_object_or_404(User, pk=pk, kind=User.Kind.CUSTOMER)
    moderators.remove(customer, by=request.user)
    messages.success(request, f"{customer.name} is no moderator any more.")
    return see_other(reverse("settings:moderators"))


class Look(Crud):
    """One page: name, colour and time zone, with a preview in both themes."""

    door = staticmethod(_look)
    one = many = "look"
    pages = ("edit",)
    form = LookForm
    form_template = "settings/look.html"
    verbs = {"change": lambda profile, **typed: look.change(**typed)}

    def find(self):
        """The tenant's profile."""
        return profiles.current()

    def about(self, form, row):
        """The preview of the colour that is typed, or else of the saved one."""
        typed = (form.cleaned_data if form.is_bound else {}).get("brand_colour", "")
        colour = typed if is_hex_colour(typed) else row.brand_colour
        name = (form.cleaned_data if form.is_bound else {}).get("name") or row.name
        url = reverse("settings:look_colours", args=[colour.lstrip("#").lower(), brand.VERSION])
        return {"colour": colour, "shown_name": name, "sentences": explain(palette(colour)), "preview_css": url}


@_look
@require_safe
def look_colours(request, colour: str, version: int):
    """The shades of a colour for the preview alone, as a style sheet: the page's own rules forbid inline styles."""
    if not is_hex_colour(f"#{colour}") or version != brand.VERSION:
        raise Http404
    css = stylesheet(palette(f"#{colour}")).replace(":root", f".brand-{colour}", 1)
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": _FOR_EVER})

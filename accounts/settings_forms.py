"""The shape of what admins decide about people, and about how the tenant looks."""

from django import forms

from accounts.forms import email_field
from accounts.models import Assignment, Team, User
from shared import zones
from shared.colour import is_hex_colour
from shared.forms import Described, Form, ModelForm
from tenants.models import Profile

ROLES = (
    ("agent", Described("Agent", "Answers the tickets that were assigned to them.")),
    ("manager", Described("Manager", "Assigns tickets, and reads and answers all of them.")),
    ("admin", Described("Admin", "Changes these settings. Reads no tickets by this role alone.")),
)
_NAME = {"required": "Enter a name.", "max_length": "Use at most %(limit_value)d characters for the name."}


def _ticked(label: str, choices, **more) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class ModeratorForm(Form):
    """Which customer is to be a moderator."""

    email = email_field(label="E-mail address of the customer")


class StaffForm(Form):
    """A member of staff."""

    name = forms.CharField(max_length=80, error_messages=_NAME)
    roles = _ticked("Roles", ROLES, error_messages={"required": "Choose at least one role."})
    teams = _ticked("Teams", (), required=False, coerce=int)
    is_active = forms.BooleanField(
        label="Works here",
        required=False,
        help_text="Without it they cannot sign in, and their open tickets go back to the managers.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = list(Team.objects.in_use().values_list("pk", "name"))
        if not self.fields["teams"].choices:
            del self.fields["teams"]

    def clean(self):
        """Where there are no teams, nobody is in one."""
        cleaned = super().clean()
        return {"teams": [], **cleaned}


class InviteForm(StaffForm):
    """Somebody who is asked to join."""

    email = email_field(
        error_messages={
            "required": "Enter an e-mail address.",
            "invalid": "Enter an e-mail address like name@example.com.",
        }
    )
    is_active = None
    field_order = ("email", "name", "roles", "teams")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = self.fields["name"].widget.attrs["autocomplete"] = "off"


class TeamForm(Form):
    """A team with its members."""

    name = forms.CharField(
        max_length=60, help_text="Only staff see it.", error_messages=_NAME | {"required": "Enter a name."}
    )
    assignment = forms.ChoiceField(
        label="New tickets",
        choices=[
            ("", Described("As everywhere", "What the page Assignment says.")),
            (Assignment.MANUAL, Described("Managers assign them")),
            (Assignment.BALANCED, Described("Balanced", "To whoever is on shift and has the least open work.")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    members = _ticked("Members", (), required=False, coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        workers = User.objects.who_work_tickets().order_by("name", "pk").values_list("pk", "name", "email")
        self.fields["members"].choices = [(pk, Described(name, email)) for pk, name, email in workers]


class LookForm(ModelForm):
    """Name, colour and time zone of a tenant. The colour can be typed or picked."""

    # Never empty in a browser, so it counts only where it was touched.
    picked = forms.CharField(required=False, widget=forms.TextInput({"type": "color", "aria-label": "Pick the colour"}))

    class Meta:
        model = Profile
        fields = ("name", "brand_colour", "time_zone")
        help_texts = {
            "name": "Stands on every page and in every mail.",
            "brand_colour": "As # and six digits, like #1d4ed8. It colours buttons and links.",
            "time_zone": "For people whose browser does not tell theirs, and in mails.",
        }
        error_messages = {
            "name": _NAME,
            "brand_colour": {"required": "Enter a colour as # and six digits, like #1d4ed8."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            choices=zones.choices,
            help_text=self.fields["time_zone"].help_text,
            error_messages={"invalid_choice": "Select a time zone from the list.", "required": "Select a time zone."},
        )
        self.fields["brand_colour"].widget.attrs |= {"class": "input--short", "spellcheck": "false"}
        self.saved_colour = self.instance.brand_colour
        self.initial["picked"] = self.saved_colour

    def clean_brand_colour(self):
        """Take the picked colour if that is the one that was touched."""
        typed, picked = self.cleaned_data["brand_colour"].strip().lower(), self.data.get("picked", "").lower()
        if typed and not typed.startswith("#"):
            typed = f"#{typed}"
        if typed == self.saved_colour.lower() and is_hex_colour(picked):
            return picked
        return typed

    def clean(self):
        """The picker is not a value of its own."""
        cleaned = super().clean()
        cleaned.pop("picked", None)
        return cleaned

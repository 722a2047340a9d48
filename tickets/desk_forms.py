"""The shape of what staff decides at the desk: who has a ticket, which views and saved replies there are."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts import roles
from accounts.models import Team, User
from shared.forms import Described, Form
from tickets import blanks, saved_replies


class AskToReassignForm(Form):
    """Why somebody else should have a ticket."""

    reason = forms.CharField(
        max_length=500,
        label="Why somebody else should have it",
        help_text="Only staff reads it.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "Say why somebody else should have this ticket. The managers read it.",
            "max_length": "Use at most %(limit_value)d characters for the reason.",
        },
    )


class SavedViewForm(Form):
    """The name of a view, and whom it is for."""

    name = forms.CharField(
        max_length=40,
        error_messages={
            "required": "Give the view a name.",
            "max_length": "Use at most %(limit_value)d characters for the name.",
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(
        required=False,
        label="Share with everybody at the desk",
        help_text="Each person sees the tickets that they may read; “Me” is whoever looks.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4, required=False)

    def __init__(self, *args, may_share: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


class HandoverForm(Form):
    """Which of an agent's tickets go to whom."""

    EVENLY, ALL, TICKED = "evenly", "all", "ticked"

    to = forms.ChoiceField(label="To", error_messages={"invalid_choice": "Choose somebody from the list."})
    which = forms.ChoiceField(
        label="What",
        choices=[(ALL, "All open tickets"), (TICKED, "Only those ticked below")],
        widget=forms.RadioSelect,
    )
    numbers = forms.TypedMultipleChoiceField(
        label="Tickets",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "A ticked ticket has gone another way. The list shows what is left."},
    )

    def __init__(self, data=None, *, agent, crew, tickets, **kwargs):
        numbers = [ticket.number for ticket in tickets]
        first = {"to": self.EVENLY, "which": self.ALL, "numbers": numbers}
        super().__init__(data, initial=first, **kwargs)
        self.receivers = {str(load.agent.pk): load for load in crew.without(agent).loads}
        self.fields["to"].choices = [
            (self.EVENLY, "Evenly: whoever of the team is on shift and has the least open work"),
            *((pk, _with_load(load)) for pk, load in self.receivers.items()),
        ]
        self.fields["numbers"].choices = [
            (each.number, Described(f"#{each.number} {each.subject}", f"{each.state.label} · {each.category}"))
            for each in tickets
        ]

    def clean(self):
        """Whoever wants only some ticks them."""
        cleaned = super().clean()
        if cleaned.get("which") == self.TICKED and not cleaned.get("numbers") and "numbers" not in self.errors:
            self.add_error("numbers", "Tick the tickets that go, or choose all.")
        return cleaned

    def chosen(self) -> dict:
        """Return what was chosen as handover.hand_over() takes it."""
        load = self.receivers.get(self.cleaned_data["to"])
        numbers = self.cleaned_data["numbers"] if self.cleaned_data["which"] == self.TICKED else None
        return {"to": load.agent if load else None, "numbers": numbers}


def _with_load(load) -> str:
    return f"{load.agent.name} ({load.open_tickets} open{'' if load.is_on_shift else ', off shift'})"


class SavedReplyForm(Form):
    """A saved reply; whoever writes for others says for whom."""

    OWN, EVERYBODY = "own", "everybody"

    title = forms.CharField(
        max_length=80,
        help_text="What you look for while you write, like “Refund is on its way”.",
        error_messages={"max_length": "Use at most 80 characters for the title."},
    )
    shelf = forms.ChoiceField(
        label="Who can use it", error_messages={"invalid_choice": "Select who can use it from the list."}
    )
    body = forms.CharField(
        label="Words",
        max_length=10_000,
        widget=forms.Textarea({"rows": 10}),
        error_messages={
            "required": "Write the words of the reply.",
            "max_length": "This is longer than 10,000 characters. Shorten it.",
        },
    )

    def __init__(self, data=None, *, user: User, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.user = user
        now_on = (initial or {}).get("shelf", "")
        self.teams = {}
        if not saved_replies.shares(user):
            del self.fields["shelf"]
            return
        theirs = Q(pk=now_on) if now_on.isdecimal() else Q()
        every = Team.objects.filter(Q(archived_at=None) | theirs) if theirs else Team.objects.in_use()
        self.teams = {str(team.pk): team for team in every.order_by("name")}
        own = [(self.OWN, "Only you")] if roles.may(user, "desk") or now_on == self.OWN else []
        named = [(pk, f"Team {team.name}") for pk, team in self.teams.items()]
        self.fields["shelf"].choices = [*own, (self.EVERYBODY, "Everybody"), *named]

    def clean_body(self):
        """Return the words with plain line ends; say which variables there are for a name that is none."""
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if unknown := blanks.unknown(body):
            there_are = ", ".join(f"{{{name}}}" for name in blanks.VARIABLES)
            raise ValidationError(f"Nothing fills {{{unknown[0]}}}. There are {there_are}.")
        return body

    def clean(self):
        """Say the shelf as its person or team."""
        cleaned = super().clean()
        shelf = cleaned.pop("shelf", self.OWN)
        return cleaned | {"owner": self.user if shelf == self.OWN else None, "team": self.teams.get(shelf)}

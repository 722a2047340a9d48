"""The shape of what requesters and managers write to each other."""

import uuid

from django import forms

from shared.forms import Form
from sla.models import Complaint
from tickets.forms import text_field

_SETTLES = [
    (Complaint.Outcome.ANSWERED, "Answered"),
    (Complaint.Outcome.NO_CHANGE, "No change"),
    ("", "Still in hand"),
]


def _key() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)


def _agent() -> forms.CharField:
    # Whom the page named: somebody else may have the ticket when the words arrive.
    return forms.CharField(required=False, max_length=120, widget=forms.HiddenInput())


class ComplaintForm(Form):
    """What happened, and what should happen now."""

    happened = text_field("What happened?", "Say what happened.", rows=6)
    wish = text_field("What would you like?", "", rows=3, required=False)
    about = _agent()
    form_key = _key()


class OtherAgentForm(Form):
    """Why somebody else should have the ticket."""

    reason = text_field("Why would you like a different agent?", "Say why.", rows=5)
    about = _agent()
    form_key = _key()


class MoreForm(Form):
    """One text more."""

    body = text_field("Message", "Write something first.", rows=4)
    form_key = _key()


class AnswerForm(MoreForm):
    """A reply, and what it settles."""

    outcome = forms.ChoiceField(
        choices=_SETTLES, required=False, error_messages={"invalid_choice": "Choose an outcome from the list."}
    )
    # How many entries the page had shown.
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput())


class ReassignForm(Form):
    """Who has the ticket from now on."""

    to = forms.IntegerField(
        min_value=1,
        error_messages={
            "required": "Choose who takes the ticket.",
            "invalid": "Choose who takes the ticket.",
            "min_value": "Choose who takes the ticket.",
        },
    )
    form_key = _key()

"""/ui/: every part of the pages in every state, with long words. Local mode only; the browser tests look at it too."""

from datetime import timedelta

from django import forms
from django.shortcuts import render

from shared import clock
from shared.forms import BoxedRadio, CurrentPassword, DateInput, Described, Form, NewPassword

STATUSES = [
    ("new", "New"),
    ("assigned", "Assigned"),
    ("progress", "Work in Progress"),
    ("needs-reply", "Needs Reply"),
    ("needs-info", "Needs More Info"),
    ("solution", "Solution Suggested"),
    ("reopened", "Reopened"),
    ("closed", "Closed"),
]
FLAGS = [
    ("escalated", "Escalated"),
    ("overdue", "Overdue by 4 h"),
    ("at-risk", "Due in 2 h"),
    ("urgent", "Urgent"),
    ("high", "High"),
    ("on", "On shift"),
    ("off", "Off shift"),
    ("vip", "VIP"),
    ("chat", "Chat log"),
    ("phone", "Phone"),
    ("paid", "Paid work"),
    ("complaint", "Complaint"),
    ("other", "Rindfleischetikettierungsüberwachungsaufgabe"),
]
CATEGORIES = [
    ("account", Described("Account", "Signing in, your e-mail address, your profile")),
    ("billing", "Billing"),
    ("safety", Described("Safety", "Threats or abuse only. Using it for something else slows everyone down.")),
]
NAMES = ["Jo Dunn", "Ana Silva", "Mia Kern", "Li Wei", "Priya Natarajan", "Sam Okafor", "Tom Hale", "Åsa Öberg"]


class SampleForm(Form):
    """One field of every kind."""

    subject = forms.CharField(help_text="A few words, like “Refund for order 1234”.")
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "email"}))
    category = forms.ChoiceField(choices=CATEGORIES, widget=BoxedRadio, label="What is it about?")
    urgency = forms.ChoiceField(choices=[("", "Choose one"), ("low", "Low"), ("high", "High")], required=False)
    contact = forms.ChoiceField(
        choices=CATEGORIES[:2], widget=forms.RadioSelect, label="A plain choice", required=False
    )
    tried = forms.MultipleChoiceField(
        choices=[("reset", "I reset my password"), ("mail", Described("I looked in Spam", "And in Promotions"))],
        widget=forms.CheckboxSelectMultiple,
        label="Before you send",
    )
    day = forms.DateField(widget=DateInput, label="When did it happen?", required=False)
    number = forms.IntegerField(
        label="Order number", required=False, widget=forms.NumberInput({"class": "input--short"})
    )
    password = forms.CharField(widget=CurrentPassword)
    new_password = forms.CharField(widget=NewPassword, help_text="At least ten characters.")
    description = forms.CharField(widget=forms.Textarea, help_text="What happened, and the exact words you saw.")
    files = forms.FileField(label="Add a file", required=False, help_text="PNG, JPG, PDF or TXT up to 20 MB.")
    colour = forms.CharField(widget=forms.ColorInput, label="Brand colour", initial="#1d4ed8")
    agree = forms.BooleanField(label="Tell me by e-mail", help_text="Only about this ticket.", required=False)
    off = forms.CharField(label="Switched off", disabled=True, initial="Cannot be changed", required=False)
    donaudampfschifffahrt = forms.CharField(
        label="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", required=False
    )


def gallery(request):
    """Show the parts; ?dense shows them as on the desk."""
    now = clock.now()
    wrong = SampleForm({"email": "jo@example", "donaudampfschifffahrt": "Rindfleisch" * 12}, prefix="wrong")
    wrong.add_error(None, "The description and the subject say the same.")
    context = {
        "dense": "dense" in request.GET,
        "statuses": STATUSES,
        "flags": FLAGS,
        "sample": SampleForm(),
        "wrong": wrong,
        "now": now,
        "hours_ago": now - timedelta(hours=76),
        "last_year": now - timedelta(days=400),
        "long_word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "long_name": "Wolfeschlegelsteinhausenbergerdorff-Vandenberghe, Maria Theresia Josepha Antonia Johanna",
        "names": NAMES,
    }
    return render(request, "local/gallery/index.html", context)

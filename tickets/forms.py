"""The shape of what people write in tickets."""

import contextlib
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects

from accounts.forms import email_field, name_field
from accounts.models import Plan, User
from shared.forms import BoxedRadio, DateInput, Described, Form, MarkdownArea
from shared.refusal import Refusal
from tickets import timekeeping
from tickets.models import Category, FormField, Priority

# Up to this many categories are shown at once, more become a drop-down list.
_MOST_RADIOS = 7
_LONGEST_TEXT = 50_000
# How the answer to a check reads.
TICKED = "Yes"


def text_field(label: str, missing: str, **more) -> forms.CharField:
    """Return the field for a text that people write."""
    errors = {"required": missing, "max_length": "This is longer than 50,000 characters. Shorten it."}
    widget = MarkdownArea({"rows": more.pop("rows", 8)})
    return forms.CharField(label=label, max_length=_LONGEST_TEXT, widget=widget, error_messages=errors, **more)


class ToldPlaces(forms.IntegerField):
    """How many places a page said that something costs. A form that does not say it was told of none: who sends it is
    told the price before they pay it.
    """

    def clean(self, value):
        """Return the number, 0 for whatever is none."""
        with contextlib.suppress(ValidationError):
            return super().clean(value) or 0
        return 0


class MessageForm(Form):
    """One text, and the key that lets it be sent only once."""

    body = text_field("Message", "Write something first.", rows=5)
    form_key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)
    # The newest event that the page had shown; what came after it is shown before the text is sent.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
    # How many places the requester's page said that it costs.
    told = ToldPlaces(required=False, min_value=0, widget=forms.HiddenInput())


def as_form_key(text: str | None) -> uuid.UUID | None:
    """Return the key of a form that is not looked at as a whole, None if there is no such key in it."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


class ReasonForm(Form):
    """Why a ticket is closed."""

    reason = forms.CharField(
        max_length=200,
        label="Reason",
        help_text="The requester reads it.",
        error_messages={"required": "Say why you close this ticket. The requester reads it."},
    )


class TimeForm(Form):
    """Time that somebody worked."""

    length = forms.CharField(
        label="Time",
        max_length=20,
        help_text="Like 45, 1:30 or 1h 30m.",
        widget=forms.TextInput({"class": "input--short"}),
        error_messages={"required": "Enter a time like 45, 1:30 or 1h 30m."},
    )
    note = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "Use at most 200 characters for the note."}
    )
    is_billable = forms.BooleanField(label="Billable", required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)

    def clean_length(self):
        """Return the time as a length."""
        try:
            return timekeeping.length_of(self.cleaned_data["length"])
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from None


class SplitForm(Form):
    """Which messages become a ticket of their own, and what that is about."""

    subject = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Say in a few words what the new ticket is about.",
            "max_length": "Use at most 200 characters for the subject.",
        },
    )
    messages = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Choose the messages that belong apart."}
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["messages"].choices = [(pk, pk) for pk in choices]
        gone = "Some of these messages are in another ticket by now. Choose again."
        self.fields["messages"].error_messages["invalid_choice"] = gone


class JoinForm(Form):
    """Whose account a guest really has."""

    email = email_field(label="E-mail address of the account")


class CloseForm(Form):
    """Why a requester closes their own ticket, if they want to say."""

    reason = forms.CharField(
        max_length=200, required=False, error_messages={"max_length": "Use at most 200 characters for the reason."}
    )


class DescriptionForm(Form):
    """A description that its requester changes."""

    body = text_field("Description", "Describe the problem.", rows=10)


def _categories_with_questions() -> list[Category]:
    """Return the tree of the categories in use, with what each asks in `questions`: two queries."""
    tree = Category.objects.in_use().select_related("priority").as_tree()
    every = [category for top in tree for category in (top, *top.below)]
    prefetch_related_objects(every, Prefetch("fields", FormField.objects.in_use(), to_attr="questions"))
    return tree


def _choices(categories):
    return [(str(category.pk), Described(category.name, category.hint)) for category in categories]


def _widget(categories):
    return BoxedRadio() if len(categories) <= _MOST_RADIOS else forms.Select()


def question(field: FormField) -> forms.Field:
    """Return the form field for one question of a category."""
    shared = {"label": field.label, "help_text": field.hint, "required": field.is_required}
    answer = field.label[0].lower() + field.label[1:]
    missing = {"required": f"Enter the {answer}."}
    if field.kind == FormField.Kind.CHOICE:
        choices = [("", "Select")] + [(choice, choice) for choice in field.choice_list]
        wrong = _literally(f"Select the {answer} from the list.")
        errors = {"required": f"Select the {answer}.", "invalid_choice": wrong}
        return forms.ChoiceField(choices=choices, error_messages=errors, **shared)
    if field.kind == FormField.Kind.DATE:
        return forms.DateField(
            widget=DateInput({"class": "input--short"}),
            error_messages=missing | {"invalid": "Enter a date like 2026-05-14."},
            **shared,
        )
    if field.kind == FormField.Kind.NUMBER:
        widget = forms.TextInput({"inputmode": "decimal", "class": "input--short"})
        return forms.DecimalField(
            max_digits=20,
            widget=widget,
            error_messages=missing | {"invalid": "Enter a number, like 12 or 3.5."},
            **shared,
        )
    if field.kind == FormField.Kind.CHECK:
        missing = {"required": _literally(f"Tick “{field.label}” once it is done.")}
        return forms.BooleanField(error_messages=missing, **shared)
    if field.kind == FormField.Kind.EMAIL:
        errors = missing | {"invalid": "Enter an e-mail address like name@example.com."}
        return forms.EmailField(max_length=254, widget=forms.EmailInput(), error_messages=errors, **shared)
    return forms.CharField(max_length=500, error_messages=missing, **shared)


def _literally(sentence: str) -> str:
    # Django puts the wrong value into this one with the % operator; a label may have a % of its own.
    return sentence.replace("%", "%%")


class NewTicketForm(Form):
    """The form for a ticket. What it asks depends on the category chosen so far.

    Bound with `check=False` it only redraws itself with the questions of the chosen category: what
    was typed stays, and nothing is complained about yet.
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)
    follow_up_of = forms.IntegerField(required=False, widget=forms.HiddenInput())
    despite = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, data=None, *, words=None, user=None, check=True):
        words = data if data is not None else words or {}
        super().__init__(data if check else None, initial=_plain(words))
        self.categories = _categories_with_questions()
        if user is None:
            self.fields["name"], self.fields["email"] = name_field(), email_field()
            self.fields["email"].help_text = "We e-mail you a link. Your ticket is sent when you open it."
        self.fields["subject"] = forms.CharField(
            max_length=200,
            help_text='A few words, like "Refund for order 1234".',
            error_messages={
                "required": "Enter a subject.",
                "max_length": "Use at most 200 characters for the subject.",
            },
        )
        self.chosen = self._ask_category(words)
        if self.chosen:
            for asked in self._questions():
                self.fields[f"field_{asked.pk}"] = question(asked)
        self.fields["description"] = text_field(
            "Description",
            "Describe the problem.",
            help_text="What happened, what you expected, and the exact error message if there is one.",
        )

    def _ask_category(self, words) -> Category | None:
        """Add the category and, where there are any, its subcategories; return what is chosen so far."""
        self.fields["category"] = forms.ChoiceField(
            choices=_choices(self.categories),
            widget=_widget(self.categories),
            error_messages={"required": "Select a category.", "invalid_choice": "Select a category from the list."},
        )
        top = next((c for c in self.categories if str(c.pk) == str(words.get("category"))), None)
        if top is None or not top.below:
            return top
        self.fields["subcategory"] = forms.ChoiceField(
            label=f"What is it about {top.name}?" if len(top.name) < 30 else "What is it about?",
            choices=_choices(top.below),
            widget=_widget(top.below),
            error_messages={
                "required": "Select what it is about.",
                "invalid_choice": "Select what it is about from the list.",
            },
        )
        below = next((c for c in top.below if str(c.pk) == str(words.get("subcategory"))), None)
        self.top = top
        return below or top

    def _questions(self) -> list[FormField]:
        """What the category asks, and after that what it wants to be tried."""
        parent = [self.top] if self.chosen.parent_id else []
        asked = [asked for category in [*parent, self.chosen] for asked in category.questions]
        return sorted(asked, key=lambda one: one.kind == FormField.Kind.CHECK)

    def clean(self):
        """Turn the numbers of the form into the category and the answers."""
        cleaned = super().clean()
        if self.chosen:
            cleaned["chosen"] = self.chosen
            cleaned["answers"] = [(asked, _answer(cleaned.get(f"field_{asked.pk}"))) for asked in self._questions()]
        return cleaned

    def clean_subject(self):
        """A subject is one line of words."""
        subject = " ".join(self.cleaned_data["subject"].split())
        if not any(character.isalnum() for character in subject):
            raise ValidationError("Enter a subject in words.")
        return subject

    @property
    def checks(self):
        """What has to be tried before writing about this category."""
        kinds = {f"field_{asked.pk}": asked.kind for asked in self._questions()} if self.chosen else {}
        return [field for field in self.visible_fields() if kinds.get(field.name) == FormField.Kind.CHECK]

    @property
    def category_fields(self):
        """What the category decides: its fields, for the part of the page that changes with it."""
        return [
            field
            for field in self.visible_fields()
            if field.name == "subcategory" or (field.name.startswith("field_") and field.widget_type != "checkbox")
        ]


def _answer(value) -> str:
    """Write what was chosen, typed or ticked as it is kept with the ticket."""
    if isinstance(value, bool):
        return TICKED if value else ""
    return "" if value is None else str(value)


def _plain(words) -> dict:
    """Return what was typed, without what must not come back from a draft."""
    return {key: value for key, value in words.items() if key not in ("csrfmiddlewaretoken", "kind", "step")}


class OnBehalfForm(NewTicketForm):
    """The form for a ticket that staff files for somebody; without a customer it asks for name and address."""

    def __init__(self, data=None, *, customer=None, assigns=False, **more):
        super().__init__(data, user=customer, **more)
        if customer is None:
            self.fields["email"].help_text = ""
            self.fields["email"].widget.attrs["autocomplete"] = self.fields["name"].widget.attrs["autocomplete"] = "off"
        elif assigns:
            self.fields["assignee"] = forms.ModelChoiceField(
                User.objects.who_work_tickets().order_by("name"),
                label="Assign to",
                required=False,
                empty_label="Nobody yet",
                error_messages={"invalid_choice": "Select an agent from the list."},
            )
        for asked in self._questions() if self.chosen else ():
            if asked.kind == FormField.Kind.CHECK:  # nobody can be sent away to try it first
                self.fields[f"field_{asked.pk}"].required = False
        self.fields["description"].help_text = "In words that the customer may read: they get them by e-mail."


class CategoryChoiceForm(Form):
    """Another category for a ticket; each with the priority that it would have there."""

    category = forms.ChoiceField(
        error_messages={"required": "Select a category.", "invalid_choice": "Select a category from the list."}
    )

    def __init__(self, *args, current: Category | None = None, requester: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        tree = Category.objects.in_use().select_related("priority").as_tree()
        self.leaves = {str(leaf.pk): leaf for top in tree for leaf in (top.below or [top])}
        steps = Plan.of(requester).priority_lift if requester else 0
        ladder = list(Priority.objects.in_use()) if steps else []
        self.fields["category"].choices = [
            (pk, f"{leaf} ({leaf.effective_priority.lifted(steps, ladder)})") for pk, leaf in self.leaves.items()
        ]
        if current:
            self.initial["category"] = str(current.pk)

    def chosen(self) -> Category:
        """Return the category that was chosen."""
        return self.leaves[self.cleaned_data["category"]]

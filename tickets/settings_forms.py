"""The shape of what admins decide about tickets."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from accounts.models import Assignment, Team
from shared.forms import Described, Form, MarkdownArea, ModelForm
from shared.refusal import Refusal
from tickets import tags
from tickets.forms import question
from tickets.models import Category, FormField, Policy, Priority, Rules, SupportChannel, Tag


def _too_long(what: str) -> dict:
    return {"max_length": f"Use at most %(limit_value)d characters for the {what}."}


_NAME = _too_long("name") | {"required": "Enter a name."}


class CategoryForm(ModelForm):
    """A category; a subcategory may leave priority and team to the category above it."""

    class Meta:
        model = Category
        fields = ("name", "hint", "scope_note", "priority", "team")
        labels = {"scope_note": "What we do not help with here"}
        widgets = {"scope_note": forms.Textarea({"rows": 3})}
        help_texts = {
            "name": "Customers choose by it.",
            "hint": "One line below the name: what belongs here, and what does not.",
            "scope_note": "Customers who choose this category read it before they write, like “We cannot check other "
            "developers' plugins”.",
            "priority": "Customers cannot choose it. Tickets that were filed keep theirs.",
            "team": "Whose agents see the tickets. Tickets that were filed stay with their team.",
        }
        error_messages = {"name": _NAME, "hint": _too_long("hint"), "scope_note": _too_long("note")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parent = self.instance.parent
        priority, team = self.fields["priority"], self.fields["team"]
        priority.queryset, team.queryset = Priority.objects.in_use(), Team.objects.in_use()
        priority.error_messages |= {
            "required": "Select a priority.",
            "invalid_choice": "Select a priority from the list.",
        }
        team.error_messages["invalid_choice"] = "Select a team from the list."
        priority.empty_label, team.empty_label = "Select a priority", "Every team"
        priority.required = parent is None
        if parent:
            priority.empty_label = f"As in {parent.name}: {parent.priority}"
            team.empty_label = f"As in {parent.name}: {parent.team or 'every team'}"


class FieldForm(ModelForm):
    """A question that a category asks."""

    class Meta:
        model = FormField
        fields = ("label", "hint", "kind", "choices", "is_required")
        labels = {"label": "Question", "kind": "Kind of answer", "is_required": "It has to be answered or ticked"}
        help_texts = {
            "label": 'A few words, like "Order number", or "Have you tried another browser?" for something to tick.',
            "hint": "One line that helps to answer, like where to find it.",
            "choices": "One per line, at least two.",
        }
        error_messages = {
            "label": _too_long("question") | {"required": "Enter the question."},
            "hint": _too_long("hint"),
        }
        widgets = {"kind": forms.RadioSelect, "choices": forms.Textarea({"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = FormField.Kind.choices

    def clean_choices(self):
        """Keep one choice per line, without empty lines and repeats."""
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def clean(self):
        """A choice needs something to choose between."""
        cleaned = super().clean()
        if cleaned.get("kind") == FormField.Kind.CHOICE and len(cleaned.get("choices", "").splitlines()) < 2:
            self.add_error("choices", "Enter at least two choices, one per line.")
        return cleaned


class PriorityForm(ModelForm):
    """A priority's name; how urgent it is, its place in the list says."""

    class Meta:
        model = Priority
        fields = ("name",)
        error_messages = {"name": _NAME}


class ChannelForm(ModelForm):
    """One way to reach the house."""

    class Meta:
        model = SupportChannel
        fields = ("is_on", "text", "target")
        labels = {"is_on": "Customers can use it", "text": "What they read about it"}
        error_messages = {"text": _too_long("text"), "target": _too_long("address")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = forms.Textarea({"rows": 3})
        label, hint = self._TARGETS.get(self.instance.kind, ("", ""))
        if label:
            self.fields["target"].label, self.fields["target"].help_text = label, hint
            self.fields["target"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        else:
            self.fields["target"].widget = forms.HiddenInput()

    _TARGETS = {
        SupportChannel.Kind.CHAT: ("Address of the chat", "A link that begins with https://."),
        SupportChannel.Kind.PHONE: ("Phone number", "With its country code, like +351 21 000 00 00."),
        SupportChannel.Kind.COMMUNITY: ("Address of the community", "A link that begins with https://."),
        SupportChannel.Kind.EMAIL: ("E-mail address", "It is marked as not recommended."),
    }


class PolicyForm(ModelForm):
    """A text that customers read before they write."""

    class Meta:
        model = Policy
        fields = ("title", "body")
        labels = {"body": "Text"}
        widgets = {"body": MarkdownArea({"rows": 12})}
        error_messages = {
            "title": _too_long("title") | {"required": "Enter a title."},
            "body": {"required": "Write the text.", "max_length": "Use at most 20,000 characters for the text."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].validators.append(MaxLengthValidator(20_000))


class TagForm(ModelForm):
    """A tag's name."""

    class Meta:
        model = Tag
        fields = ("name",)
        help_texts = {"name": "One word, or a few. It is written in small letters."}
        error_messages = {"name": _NAME}

    def clean_name(self):
        """Return the name as it is kept."""
        try:
            return tags.name_of(self.cleaned_data["name"])
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from None


_MOST_TICKETS = "Enter a number from 1, or nothing for no limit."


def _days(least: int, most: int) -> dict:
    return _numbers(f"Enter a number of days from {least} to {most}.")


def _numbers(sentence: str) -> dict:
    return {"required": sentence, "invalid": sentence, "min_value": sentence, "max_value": sentence}


class RulesForm(ModelForm):
    """The days of closing and reopening, and what adding to a waiting ticket costs."""

    class Meta:
        model = Rules
        fields = (
            "close_after_days",
            "remind_days_before",
            "reopen_for_days",
            "guest_ends_after_days",
            "bump",
        )
        labels = {
            "bump": "When a customer adds to a waiting ticket, unasked",
            "close_after_days": "Days until a ticket with a suggested solution closes",
            "remind_days_before": "Days before closing on which the requester is reminded",
            "reopen_for_days": "Days in which a closed ticket can be reopened",
            "guest_ends_after_days": "Days until a guest account ends",
        }
        help_texts = {
            "close_after_days": "Counted from the suggestion. A reply of the requester stops it.",
            "remind_days_before": "0 for no reminder.",
            "reopen_for_days": "After that, the requester is offered a follow-up ticket.",
            "guest_ends_after_days": "Counted from the closing of the guest's last ticket. The guest is told before.",
            "bump": "Answers to our questions, and what is added within ten minutes, never cost the place.",
        }
        error_messages = {
            "close_after_days": _days(1, 90),
            "remind_days_before": _days(0, 30),
            "reopen_for_days": _days(1, 90),
            "guest_ends_after_days": _days(7, 365),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.NumberInput({"class": "input--short", "inputmode": "numeric", "min": 0})
        self.fields["bump"] = forms.ChoiceField(
            required=False,
            label=self.fields["bump"].label,
            help_text=self.fields["bump"].help_text,
            choices=[
                (Rules.Bump.BACK, Described("It moves to the back of the line", "Customers read the price before.")),
                (Rules.Bump.KEEPS, Described("It keeps its place", "Nobody is asked to think twice.")),
            ],
            widget=forms.RadioSelect,
        )

    def clean_bump(self):
        """Without a choice it stays as it is."""
        return self.cleaned_data["bump"] or self.instance.bump

    def clean(self):
        """Nobody can be reminded of what has happened already."""
        cleaned = super().clean()
        close, remind = cleaned.get("close_after_days"), cleaned.get("remind_days_before")
        if close and remind and remind >= close:
            shorter = f"Enter fewer days than the {close} until closing, or 0 for no reminder."
            raise ValidationError({"remind_days_before": shorter})
        return cleaned


class AssignmentForm(ModelForm):
    """How tickets find their agents, and what agents may do with tickets that are not theirs."""

    class Meta:
        model = Rules
        fields = ("assignment", "ticket_limit", "agents_pick", "agents_answer_others")
        labels = {
            "assignment": "New tickets",
            "ticket_limit": "Most open tickets of one agent",
            "agents_pick": "Agents may take unassigned tickets of their teams",
            "agents_answer_others": "Agents may answer tickets of their colleagues in the same team",
        }
        help_texts = {
            "ticket_limit": "Above it nothing is assigned by itself. Empty: no limit. A person can have another.",
            "agents_pick": "Without it managers, or the rule above, decide who gets what.",
            "agents_answer_others": "The ticket stays with its agent. Without it colleagues read along.",
        }
        error_messages = {"ticket_limit": dict.fromkeys(("invalid", "min_value", "max_value"), _MOST_TICKETS)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignment"] = forms.ChoiceField(
            label="New tickets",
            choices=[
                (Assignment.MANUAL, Described("Managers assign them")),
                (
                    Assignment.BALANCED,
                    Described("Balanced", "To whoever of its team is on shift and has the least open work."),
                ),
            ],
            widget=forms.RadioSelect,
        )
        self.fields["ticket_limit"].widget = forms.NumberInput(
            {"class": "input--short", "inputmode": "numeric", "min": 1}
        )


def preview(*questions: FormField) -> Form:
    """Return the part of the customer's form that asks these questions."""
    form = Form(prefix="preview")
    for number, asked in enumerate(questions):
        form.fields[f"field_{number}"] = question(asked)
    return form

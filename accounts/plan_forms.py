"""The shape of what admins decide about plans and who has which."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import plan_domains
from accounts.models import Plan
from shared.forms import Described, Form, ModelForm

_DAYS = {
    "required": "Enter a number of business days.",
    "invalid": "Enter a whole number of business days.",
    "min_value": "Enter at least 1.",
    "max_value": "Enter at most %(limit_value)d.",
}


class PlanForm(ModelForm):
    """What a plan promises."""

    class Meta:
        model = Plan
        fields = ("name", "guarantee_days", "escalation_days", "priority_lift", "has_chat")
        labels = {
            "guarantee_days": "We answer within",
            "escalation_days": "Escalation is possible after",
            "priority_lift": "Tickets are more urgent by",
            "has_chat": "Live chat is included",
        }
        help_texts = {
            "name": "Customers see it.",
            "guarantee_days": "Business days from a message to our answer.",
            "escalation_days": "Business days without an answer. From then on a customer can ask a manager.",
            "priority_lift": "Steps above the priority of the category.",
        }
        error_messages = {
            "name": {"required": "Enter a name.", "max_length": "Use at most %(limit_value)d characters for the name."},
            "guarantee_days": _DAYS,
            "escalation_days": _DAYS,
            "priority_lift": {
                "required": "Enter a number of steps, 0 for none.",
                "invalid": "Enter a whole number of steps.",
                "min_value": "Enter 0 or more.",
                "max_value": "Enter at most %(limit_value)d.",
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("guarantee_days", "escalation_days", "priority_lift"):
            self.fields[name].widget.attrs["class"] = "input--short"


class _PlanChoice(forms.ModelChoiceField):
    def __init__(self, **more):
        super().__init__(
            Plan.objects.none(),
            empty_label=None,
            widget=forms.RadioSelect,
            error_messages={"required": "Select a plan.", "invalid_choice": "Select a plan from the list."},
            **more,
        )

    def label_from_instance(self, plan):
        """The name, and what the plan promises below it."""
        return Described(f"{plan.name} (default)" if plan.is_default else plan.name, plan.in_words)


class CustomerPlanForm(Form):
    """The plan of one customer."""

    plan = _PlanChoice(label="Plan")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.in_use()


class SuccessorForm(Form):
    """Which plan the customers have after theirs is archived."""

    to = _PlanChoice(label="Their customers get")

    def __init__(self, *args, archived: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = others = Plan.objects.in_use().exclude(pk=archived.pk)
        self.initial.setdefault("to", next((plan.pk for plan in others), None))


class DomainForm(Form):
    """A domain and the plan that comes with it."""

    domain = forms.CharField(
        max_length=300,
        help_text="What stands behind the @ of their addresses, like example.com.",
        error_messages={"required": "Enter a domain.", "max_length": "A domain has at most 253 characters."},
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}),
    )
    with_subdomains = forms.BooleanField(
        label="Also the domains below it", help_text="For example.com also mail.example.com.", required=False
    )
    plan = _PlanChoice(label="Plan")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.in_use()

    def clean_domain(self):
        """Read it as the rule will, so that all that is wrong is said at once."""
        try:
            return plan_domains.read(self.cleaned_data["domain"])
        except plan_domains.NotADomain as refusal:
            raise ValidationError(refusal.sentence) from None

"""The shape of what admins decide about targets."""

from decimal import Decimal

from django import forms

from shared.forms import ModelForm
from tickets.models import Category, Priority, Target
from tickets.models.target import LONGEST_MINUTES, MEASURES

_HOUR = 60  # minutes


class HoursField(forms.DecimalField):
    """Hours as people type them, minutes as they are kept; empty is None."""

    default_error_messages = {
        "invalid": "Enter a number of hours, like 4 or 0.5.",
        "min_value": "Enter at least %(limit_value)s hours.",
        "max_value": "Enter at most %(limit_value)d hours.",
        "max_decimal_places": "Use at most two digits after the point.",
    }

    def __init__(self, **more):
        longest = LONGEST_MINUTES // _HOUR
        super().__init__(required=False, min_value=Decimal("0.05"), max_value=longest, decimal_places=2, **more)
        self.widget.attrs["class"] = "input--short"

    def prepare_value(self, value):
        """Write kept minutes as hours; what was typed stays as it is."""
        return f"{value / _HOUR:.2f}".rstrip("0").rstrip(".") if isinstance(value, int) else value

    def clean(self, value):
        """Return the minutes."""
        hours = super().clean(value)
        return None if hours is None else round(hours * _HOUR)


class TargetForm(ModelForm):
    """How soon the tickets of a category and a priority are to be answered and solved."""

    first_response = HoursField(label="First response", help_text="Hours of business time from filing.")
    next_response = HoursField(label="Next response", help_text="Hours from a later message that is not answered.")
    resolution = HoursField(label="Resolution", help_text="Hours from filing, without the customer's turns.")

    class Meta:
        model = Target
        fields = ("category", "priority", *MEASURES)
        help_texts = {"category": "A category counts for its subcategories too."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tree = Category.objects.in_use().as_tree()
        chosen = (("category", Category, "All categories"), ("priority", Priority, "All priorities"))
        for name, model, everything in chosen:
            field, kept = self.fields[name], getattr(self.instance, name)
            # What was archived since can stay, and is not offered anew.
            field.queryset = model.objects.in_use() | model.objects.filter(pk=kept and kept.pk)
            field.empty_label = everything
            field.error_messages["invalid_choice"] = f"Select a {name} from the list."
        rows = [one for top in tree for one in (top, *top.below)]
        kept = self.instance.category
        rows += [kept] if kept and kept.archived_at else []
        self.fields["category"].choices = [("", "All categories"), *((row.pk, str(row)) for row in rows)]

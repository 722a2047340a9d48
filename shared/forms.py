"""Forms in the manner of GOV.UK: label, hint, error, control; "(optional)" instead of asterisks.

Set as FORM_RENDERER, so every Django form renders this way: {{ form }} or {{ form.subject.as_field_group }}.
The templates are ui/form.html, ui/field.html and those under django/forms/widgets/.
"""

from collections import Counter
from typing import NamedTuple

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name


def typed(request, name: str) -> str:
    """Return the words of a field that stands in no form; without null characters, which the database holds nowhere."""
    return request.POST.get(name, "").replace("\0", "")


class Renderer(TemplatesSetting):
    """Finds form and widget templates among the project's own."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class _Plain:
    """What all our forms have in common: the browser checks nothing and adds no punctuation.

    The server's words reach everyone in the same place; the browser's bubbles do not.
    """

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # With it browsers cut a long paste without a word; the server says what is too long and keeps it.
            field.widget.attrs.pop("maxlength", None)
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _asks_for(field, field.label or pretty_name(name))


def _asks_for(field: forms.Field, label: str) -> str:
    """Return what to do about an empty field: "Enter a subject". "This field is required" says it to nobody.

    A field whose label does not read well this way names its own: error_messages={"required": "…"}.
    """
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if isinstance(field, forms.FileField):
        return "Choose a file"
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Select" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Enter"
    article = "an" if label[:1].lower() in "aeiou" else "a"
    return f"{verb} {article} {label[:1].lower()}{label[1:]}"


class Form(_Plain, forms.Form):
    """The base of forms."""


class ModelForm(_Plain, forms.ModelForm):
    """The base of forms that edit a row."""


class Described(str):
    """The label of a choice with a hint below it: choices = [("a", Described("Account", "Sign-in, e-mail"))]."""

    hint: str

    def __new__(cls, label: str, hint: str = ""):
        """Return the label as a string that also knows its hint."""
        described = super().__new__(cls, label)
        described.hint = hint
        return described


class DateInput(forms.DateInput):
    """A day, with the browser's calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        # The only format that a date field of a browser takes.
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day, with the browser's own control."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class CurrentPassword(forms.PasswordInput):
    """A password that exists; password managers fill it in."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "current-password", **(attrs or {})})


class NewPassword(forms.PasswordInput):
    """A password to be chosen; password managers offer one."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "new-password", **(attrs or {})})


class MarkdownArea(forms.Textarea):
    """A text with marks, above it a bar that writes them and shows how the text will be read."""

    template_name = "django/forms/widgets/markdown.html"


class BoxedRadio(forms.RadioSelect):
    """Radio buttons as boxes, for a question that decides what the rest of the form asks."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "choices--boxed", **(attrs or {})}, choices)


class Problem(NamedTuple):
    """One thing wrong with a form, and the id of the control that mends it ("" if it is about the whole form)."""

    anchor: str
    text: str


def problems(*filled: forms.BaseForm) -> list[Problem]:
    """Return what is wrong with the forms, in the order of their fields, the whole form's problems first.

    Beside its field a sentence is understood; here, where several fields say the same, each is named.
    """
    said = Counter(text for form in filled for field in form.visible_fields() for text in field.errors)
    found = []
    for form in filled:
        found += [Problem("", text) for text in form.non_field_errors()]
        # A hidden field has no place of its own to show a problem.
        found += [Problem("", text) for field in form.hidden_fields() for text in field.errors]
        for field in form.visible_fields():
            named = (f"{field.label}: {text}" if said[text] > 1 else text for text in field.errors)
            found += [Problem(_anchor(field), text) for text in named]
    return found


def _anchor(field: forms.BoundField) -> str:
    """Return the id of the control; of a group its first choice, since a group cannot take focus."""
    return field.id_for_label or f"{field.auto_id}_0"

"""Two people edit the same thing: what the second one had seen is compared with what is there now."""

import hashlib
import json

from shared.refusal import Refusal


class ChangedMeanwhile(Refusal):
    """Somebody else changed what is being edited; what was typed is kept."""


def stamp(values: dict) -> str:
    """Return a short name for the values that a form was filled with; forms carry it as `seen`."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def column_values(row, names) -> dict:
    """Return what a row holds in the named columns, references as ids."""
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}


def needs_change(before: dict, after: dict, seen: str | None) -> bool:
    """Tell whether there is anything to write; raise ChangedMeanwhile if somebody wrote since `seen`.

    The second click of a form finds its own values and changes nothing.
    """
    if before == after:
        return False
    if seen is not None and seen != stamp(before):
        raise ChangedMeanwhile("Somebody else changed this while you were editing it.")
    return True


def differences(form, saved) -> list[tuple[str, str, str]]:
    """Return (label, saved, typed) for each field in which a filled form differs from the saved one."""
    found = []
    for field in form.visible_fields():
        typed, there = _words(field, field.value()), _words(field, saved[field.name].value())
        if typed != there:
            found.append((field.label, there, typed))
    return found


def _words(field, value) -> str:
    """Say a form field's value as it is read on the screen."""
    if isinstance(value, bool) or field.widget_type == "checkbox":
        return "Yes" if value else "No"
    chosen = [str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one not in (None, "")]
    labels = {str(key): str(label) for key, label in _choices(field.field)}
    return ", ".join(labels.get(one, one) for one in chosen) or "nothing"


def _choices(field):
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label

"""Settings about promises. What all pages share is in shared.crud."""

from accounts import doors
from shared.crud import Crud
from sla import disclosing
from sla.models import Disclosure, Score
from sla.settings_forms import DisclosureForm


class Figures(Crud):
    """One page: which figures everybody may see, and what they are today."""

    door = staticmethod(doors.settings("settings.tickets"))
    one = many = "figures"
    pages = ("edit",)
    form = DisclosureForm
    form_template = "settings/figures.html"
    verbs = {"change": lambda disclosure, **typed: disclosing.change(**typed)}
    said = {"change": "Saved. A figure for other hours appears within ten minutes, when it has been counted."}

    def find(self):
        """What is shown now."""
        return Disclosure.current()

    def about(self, form, row):
        """The figures as they stand."""
        return {"score": Score.objects.first() or Score()}

"""The shape of what admins decide about the knowledge base."""

from django import forms

from knowledgebase.models import ArticleCategory, SearchRules
from knowledgebase.searching.languages import LANGUAGES
from shared.forms import ModelForm


def _too_long(what: str) -> dict:
    return {"max_length": f"Use at most %(limit_value)d characters for the {what}."}


class ArticleCategoryForm(ModelForm):
    """A category or subcategory of articles; its address was made from its first name and stays."""

    class Meta:
        model = ArticleCategory
        fields = ("name", "description")
        help_texts = {
            "name": "Readers browse by it.",
            "description": "One line below the name: what readers find here.",
        }
        error_messages = {
            "name": _too_long("name") | {"required": "Enter a name."},
            "description": _too_long("description"),
        }


_LONGEST_LIST = 20_000
_MOST_LINES = 500


class SearchRulesForm(ModelForm):
    """How the search reads articles and questions, and a question to try it with, which is not kept."""

    language = forms.ChoiceField(
        choices=list(LANGUAGES.items()),
        help_text="Of the articles. Forms of a word are found together: print, printing, printed.",
    )
    question = forms.CharField(
        label="Try a question",
        max_length=300,
        required=False,
        help_text="Shows what the search makes of it by what stands above, before you save.",
    )

    class Meta:
        model = SearchRules
        fields = ("language", "synonyms", "stop_phrases")
        labels = {"synonyms": "Words that mean the same", "stop_phrases": "Phrases to leave out"}
        help_texts = {
            "synonyms": "One group a line, separated by commas: invoice, bill, receipt. Phrases too: log in.",
            "stop_phrases": "One a line, as people type them: how do I. They are left out of every question.",
        }
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in ("synonyms", "stop_phrases")}

    def clean_synonyms(self):
        """Each line must say what a word means the same as."""
        text = _list(self.cleaned_data["synonyms"])
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and len([part for part in line.split(",") if part.strip()]) < 2:
                raise forms.ValidationError(f"Line {number} holds one word: add a comma and what means the same.")
        return text

    def clean_stop_phrases(self):
        """Keep it to a length that each question can be compared with."""
        return _list(self.cleaned_data["stop_phrases"])


def _list(text: str) -> str:
    text = "\n".join(line.strip() for line in text.splitlines()).strip()
    if len(text) > _LONGEST_LIST or len(text.splitlines()) > _MOST_LINES:
        raise forms.ValidationError(f"Use at most {_MOST_LINES} lines and {_LONGEST_LIST} characters.")
    return text

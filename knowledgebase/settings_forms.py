"""The shape of what admins decide about the knowledge base."""

from knowledgebase.models import ArticleCategory
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

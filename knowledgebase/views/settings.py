"""Settings of the knowledge base. What all pages share is in shared.crud."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import doors
from knowledgebase import categories, search, search_rules
from knowledgebase.models import Article, ArticleCategory, SearchRules, Status
from knowledgebase.settings_forms import ArticleCategoryForm, SearchRulesForm
from shared.crud import Crud

# As many archived rows as a page lists; the latest can be restored without looking for them.
_MOST_ARCHIVED = 50


class ArticleCategories(Crud):
    """Categories of articles and, one level below, subcategories."""

    door = staticmethod(doors.settings("settings.articles"))
    one, many, path = "article_category", "article_categories", "articles/categories/"
    form = ArticleCategoryForm
    list_template, form_template = "settings/article_categories.html", "settings/article_category.html"
    verbs = {
        "add": categories.add,
        "change": categories.change,
        "archive": categories.archive,
        "restore": categories.restore,
        "move": categories.move,
    }

    def rows(self):
        """With what their names need."""
        return ArticleCategory.objects.select_related("parent")

    def overview(self, request):
        """The tree of categories with what stands in them."""
        tree = self.rows().in_use().as_tree()
        there = Article.objects.exclude(status=Status.ARCHIVED).order_by()
        articles = dict(there.values_list("category").annotate(Count("pk")))
        for category in (category for top in tree for category in (top, *top.below)):
            category.articles_here = articles.get(category.pk, 0)
        archived = self.rows().exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED]
        return {"tree": tree, "archived": archived}

    def given(self, parent=None):
        """The category above, for a subcategory."""
        if parent is None:
            return {}
        return {"parent": get_object_or_404(self.rows().top().filter(archived_at=None), pk=parent)}

    def about(self, form, row):
        """The subcategories, and what stands in the way of archiving."""
        if row is None:
            return {}
        return {
            "below": list(self.rows().in_use().filter(parent=row)),
            "shown": categories.articles_in(row).count(),
            "drafts": Article.objects.filter(category=row, status=Status.DRAFT).count(),
        }

    def after(self, request, row, act):
        """Go back to the list, from a subcategory to the category above it."""
        if act == "restore":
            return self.url(row)
        if row.parent_id and act != "move":
            return reverse("settings:article_category", args=[row.parent_id])
        return super().after(request, row, act)


def _change_rules(rules, *, question, **typed):
    return search_rules.change(**typed)


class SearchSettings(Crud):
    """One page: language, synonyms, stop phrases, and what a question finds by them."""

    door = staticmethod(doors.settings("settings.articles"))
    one = many = "search"
    pages = ("edit",)
    form = SearchRulesForm
    form_template = "settings/search.html"
    verbs = {"change": _change_rules}

    def find(self):
        """The rules in force."""
        return SearchRules.current()

    def _show(self, request, row, form, status=200, **more):
        return super()._show(request, row, form, status, **more, **self._tried(request, row, form))

    def _tried(self, request, row, form):
        """How the question that is typed is understood by the rules that are typed, and what this admin finds."""
        typed = form.cleaned_data if form.is_bound else {}
        if not (question := typed.get("question")):
            return {}
        rules = SearchRules(**{name: typed.get(name, getattr(row, name)) for name in form._meta.fields})
        understood, results = search.explain(question, reader=request.user, rules=rules)
        return {"understood": understood, "results": results}

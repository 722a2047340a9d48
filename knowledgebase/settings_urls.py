"""Settings of the knowledge base, at /settings/."""

from django.urls import path

from knowledgebase.views import imports
from knowledgebase.views.settings import ArticleCategories, SearchSettings

article_categories = ArticleCategories()

urlpatterns = [
    *article_categories.paths(),
    path("articles/categories/<int:parent>/new/", article_categories.add, name="add_article_subcategory"),
    path("search/", SearchSettings().edit, name="search"),
    path("articles/import/", imports.imports, name="article_imports"),
    path("articles/import/<uuid:key>/", imports.article_import, name="article_import"),
]

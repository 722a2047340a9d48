"""The tables of the knowledge base."""

from knowledgebase.models.article import Article, ArticleCounter, ArticleVersion, Status, Visibility
from knowledgebase.models.category import ArticleCategory
from knowledgebase.models.consultation import Consultation, Suggestion
from knowledgebase.models.feedback import Feedback, Reason, View
from knowledgebase.models.file import ArticleFile
from knowledgebase.models.search import Search, SearchEntry, SearchIndex, SearchRules, Word
from knowledgebase.models.upload import ArticleImport

__all__ = [
    "Article",
    "ArticleCategory",
    "ArticleCounter",
    "ArticleFile",
    "ArticleImport",
    "ArticleVersion",
    "Consultation",
    "Feedback",
    "Reason",
    "Search",
    "SearchEntry",
    "SearchIndex",
    "SearchRules",
    "Status",
    "Suggestion",
    "View",
    "Visibility",
    "Word",
]

"""Where articles are written, at /desk/articles/."""

from django.urls import path

from knowledgebase.views import editor, files, inbox, insights, lists, versions

app_name = "author"
urlpatterns = [
    path("", lists.articles, name="articles"),
    path("new/", lists.new, name="new"),
    path("preview/", editor.preview, name="preview"),
    path("insights/", insights.insights, name="insights"),
    path("insights/other-words/", insights.choose, name="other_words"),
    path("feedback/", inbox.inbox, name="feedback"),
    path("feedback/<int:pk>/answer/", inbox.answer, name="feedback_answer"),
    path("feedback/<int:pk>/resolving/", inbox.resolving, name="feedback_resolving"),
    path("feedback/<int:pk>/reopening/", inbox.reopening, name="feedback_reopening"),
    path("<int:number>/", editor.edit, name="edit"),
    path("<int:number>/state/", editor.state, name="state"),
    path("<int:number>/versions/", versions.versions, name="versions"),
    path("<int:number>/versions/compare/", versions.compare, name="compare"),
    path("<int:number>/versions/<int:version>/restoring/", versions.restore, name="restore_version"),
    path("<int:number>/feedback/", inbox.of_article, name="article_feedback"),
    path("<int:number>/other-words/", insights.add, name="add_other_words"),
    path("<int:number>/files/", files.article_files, name="files"),
    path("<int:number>/files/<slug:token>/removal/", files.removal, name="file_removal"),
]

"""Where articles are written, at /desk/articles/."""

from django.urls import path

from knowledgebase import desk_views, editor_views, file_views, inbox_views, insight_views, version_views

app_name = "author"
urlpatterns = [
    path("", desk_views.articles, name="articles"),
    path("new/", desk_views.new, name="new"),
    path("preview/", editor_views.preview, name="preview"),
    path("insights/", insight_views.insights, name="insights"),
    path("insights/other-words/", insight_views.choose, name="other_words"),
    path("feedback/", inbox_views.inbox, name="feedback"),
    path("feedback/<int:pk>/answer/", inbox_views.answer, name="feedback_answer"),
    path("feedback/<int:pk>/resolving/", inbox_views.resolving, name="feedback_resolving"),
    path("feedback/<int:pk>/reopening/", inbox_views.reopening, name="feedback_reopening"),
    path("<int:number>/", editor_views.edit, name="edit"),
    path("<int:number>/state/", editor_views.state, name="state"),
    path("<int:number>/versions/", version_views.versions, name="versions"),
    path("<int:number>/versions/compare/", version_views.compare, name="compare"),
    path("<int:number>/versions/<int:version>/restoring/", version_views.restore, name="restore_version"),
    path("<int:number>/feedback/", inbox_views.of_article, name="article_feedback"),
    path("<int:number>/other-words/", insight_views.add, name="add_other_words"),
    path("<int:number>/files/", file_views.article_files, name="files"),
    path("<int:number>/files/<slug:token>/removal/", file_views.removal, name="file_removal"),
]

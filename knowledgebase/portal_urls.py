"""What readers open, at /."""

from django.urls import path

from knowledgebase import crawler_views, feedback_views, file_views, search_views, suggestion_views
from knowledgebase import portal_views as views

app_name = "kb"
urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/search/", search_views.search, name="search"),
    path("articles/in/<str:slug>/", views.category, name="category"),
    path("articles/files/<slug:token>/<str:name>", file_views.file, name="file"),
    path("articles/<int:number>/feedback/", feedback_views.give, name="feedback"),
    path("articles/<int:number>/feedback/challenge/", feedback_views.challenge, name="feedback_challenge"),
    path("articles/suggestions/", suggestion_views.suggestions, name="suggestions"),
    path("articles/<int:number>/in-place/", suggestion_views.suggested, name="suggested"),
    path("articles/<int:number>-<str:slug>/", views.article, name="article"),
    path("k/<int:number>", views.short, name="short"),
    path("sitemap.xml", crawler_views.sitemap, name="sitemap"),
    path("robots.txt", crawler_views.robots, name="robots"),
]

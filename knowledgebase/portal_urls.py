"""What readers open, at /."""

from django.urls import path

from knowledgebase.views import crawlers, feedback, files, results, shelves, suggestions

app_name = "kb"
urlpatterns = [
    path("articles/", shelves.articles, name="articles"),
    path("articles/search/", results.search, name="search"),
    path("articles/in/<str:slug>/", shelves.category, name="category"),
    path("articles/files/<slug:token>/<str:name>", files.file, name="file"),
    path("articles/<int:number>/feedback/", feedback.give, name="feedback"),
    path("articles/<int:number>/feedback/challenge/", feedback.challenge, name="feedback_challenge"),
    path("articles/suggestions/", suggestions.suggestions, name="suggestions"),
    path("articles/<int:number>/in-place/", suggestions.suggested, name="suggested"),
    path("articles/<int:number>-<str:slug>/", shelves.article, name="article"),
    path("k/<int:number>", shelves.short, name="short"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
]

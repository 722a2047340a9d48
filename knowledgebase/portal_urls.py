"""What readers open, at /."""

from django.urls import path

from knowledgebase import file_views

app_name = "kb"
urlpatterns = [
    path("articles/files/<str:token>/<str:name>", file_views.file, name="file"),
]

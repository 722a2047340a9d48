"""What staff works in, at /desk/."""

from django.urls import path

from tickets import article_views
from tickets import desk_views as views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="queue"),
    path("lists/<slug:key>/", views.ticket_list, name="list"),
    path("tickets/<int:number>/", views.ticket, name="ticket"),
    path("tickets/<int:number>/replies/", views.replies, name="replies"),
    path("tickets/<int:number>/notes/", views.notes, name="notes"),
    path("tickets/<int:number>/work/", views.work, name="work"),
    path("tickets/<int:number>/category/", views.category, name="category"),
    path("tickets/<int:number>/closure/", views.closure, name="closure"),
    path("tickets/<int:number>/reopening/", views.reopening, name="reopening"),
    path("tickets/<int:number>/requester/", views.requester, name="requester"),
    path("tickets/<int:number>/assignment/", views.assignment_of, name="assignment"),
    path("tickets/<int:number>/unassignment/", views.unassignment, name="unassignment"),
    path("tickets/<int:number>/article/", article_views.article_from, name="article_from"),
    path("articles/beside/", article_views.beside, name="articles_beside"),
    path("articles/<int:number>/for-reply/", article_views.for_reply, name="article_for_reply"),
    path("tickets/<int:number>/drafts/<slug:kind>/", views.draft, name="draft"),
]

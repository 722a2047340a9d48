"""What staff works in, at /desk/."""

from django.urls import path

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
    path("tickets/<int:number>/drafts/<slug:kind>/", views.draft, name="draft"),
]

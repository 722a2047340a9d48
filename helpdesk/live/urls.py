"""What pages ask for by themselves, at /live/. The stream itself is at /events, before Django."""

from django.urls import path

from helpdesk.live import views

app_name = "live"
urlpatterns = [
    path("", views.news, name="news"),
    path("desk/", views.desk, name="desk"),
    path("tickets/<int:number>/", views.at_ticket, name="at_ticket"),
]

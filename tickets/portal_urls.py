"""What requesters see, at /."""

from django.urls import path

from tickets import filing_views
from tickets import portal_views as views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("statuses/", views.statuses, name="statuses"),
    path("tickets/", views.my_tickets, name="my_tickets"),
    path("tickets/new/", filing_views.submit, name="submit"),
    path("tickets/new/draft/", filing_views.new_ticket_draft, name="new_ticket_draft"),
    path("tickets/new/solved/", filing_views.solved, name="solved"),
    path("tickets/new/solved/undo/", filing_views.unsolved, name="unsolved"),
    path("tickets/<int:number>/", views.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", views.messages, name="messages"),
    path("tickets/<int:number>/draft/", views.message_draft, name="message_draft"),
    path("tickets/<int:number>/closure/", views.closure, name="closure"),
    path("tickets/<int:number>/reopening/", views.reopening, name="reopening"),
    path("tickets/<int:number>/description/", views.description, name="description"),
]

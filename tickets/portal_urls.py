"""What requesters see, at /."""

from django.urls import path

from tickets.views import channels, filing, line, moderating, portal, previewing, search, undoing

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("before-you-write/", channels.before_you_write, name="before_you_write"),
    path("statuses/", portal.statuses, name="statuses"),
    path("preview/", previewing.preview, name="preview"),
    path("tickets/", portal.my_tickets, name="my_tickets"),
    path("tickets/search/", search.portal, name="search"),
    path("tickets/new/", filing.submit, name="submit"),
    path("tickets/new/draft/", filing.new_ticket_draft, name="new_ticket_draft"),
    path("tickets/new/solved/", filing.solved, name="solved"),
    path("tickets/new/solved/undo/", filing.unsolved, name="unsolved"),
    path("escalate/", moderating.page, name="moderating"),
    path("escalate/escalation/", moderating.escalation_by_number, name="escalate_by_number"),
    path("tickets/undo/<int:pk>/", undoing.by_requester, name="undo"),
    path("tickets/<int:number>/", portal.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", portal.messages, name="messages"),
    path("tickets/<int:number>/draft/", portal.message_draft, name="message_draft"),
    path("tickets/<int:number>/place/", line.place, name="place"),
    path("tickets/<int:number>/kept-words/", line.kept_words, name="kept_words"),
    path("tickets/<int:number>/closure/", portal.closure, name="closure"),
    path("tickets/<int:number>/escalation/", portal.escalation, name="escalation"),
    path("tickets/<int:number>/reopening/", portal.reopening, name="reopening"),
    path("tickets/<int:number>/description/", portal.description, name="description"),
]

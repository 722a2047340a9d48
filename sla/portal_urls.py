"""What requesters see of promises and complaints, at /."""

from django.urls import path

from sla.views import complaining

app_name = "promises"
urlpatterns = [
    path("tickets/<int:number>/complaint/", complaining.about_ticket, name="complain"),
    path("tickets/<int:number>/different-agent/", complaining.other_agent, name="other_agent"),
    path("complaints/<uuid:complaint>/", complaining.own, name="complaint"),
    path("complaints/<uuid:complaint>/messages/", complaining.more, name="complaint_messages"),
]

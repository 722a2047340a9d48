"""What managers see of promises and complaints, at /desk/."""

from django.urls import path

from sla.views import complaint_inbox, kept

app_name = "promises_desk"
urlpatterns = [
    path("estimates/", kept.estimates, name="estimates"),
    path("complaints/", complaint_inbox.inbox, name="complaints"),
    path("complaints/<uuid:complaint>/", complaint_inbox.one, name="complaint"),
    path("complaints/<uuid:complaint>/replies/", complaint_inbox.replies, name="complaint_replies"),
    path("complaints/<uuid:complaint>/notes/", complaint_inbox.notes, name="complaint_notes"),
    path("complaints/<uuid:complaint>/in-hand/", complaint_inbox.in_hand, name="complaint_in_hand"),
    path("complaints/<uuid:complaint>/assignment/", complaint_inbox.assignment, name="complaint_assignment"),
]

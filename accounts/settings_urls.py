"""Settings about people and the tenant's look, at /settings/."""

from django.urls import path

from accounts import settings_views as views

urlpatterns = [
    *views.Staff().paths(),
    path("staff/invitations/<int:pk>/sending/", views.send_again, name="send_invitation_again"),
    path("staff/invitations/<int:pk>/withdrawing/", views.withdraw, name="withdraw_invitation"),
    path("moderators/", views.moderation, name="moderators"),
    path("moderators/<int:pk>/removal/", views.remove_moderator, name="remove_moderator"),
    path("look/", views.Look().edit, name="look"),
    path("look/<str:colour>-<int:version>.css", views.look_colours, name="look_colours"),
]

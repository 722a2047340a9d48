"""Sign-in, sign-up, passwords, guests."""

from django.urls import path

from accounts import plan_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("sign-up/", views.sign_up, name="sign_up"),
    path("sign-up/<str:secret>/", views.confirm_sign_up, name="confirm_sign_up"),
    path("guest/", views.guest, name="guest"),
    path("guest/<str:secret>/", views.enter_by_link, name="enter_by_link"),
    path("check-your-mail/", views.check_mail, name="check_mail"),
    path("password/", views.change_password, name="change_password"),
    path("password/first/", views.choose_password, name="choose_password"),
    path("password/forgotten/", views.forgotten, name="forgotten"),
    path("password/forgotten/<str:secret>/", views.reset, name="reset"),
    path("plan/", plan_views.own_plan, name="plan"),
    path("invitation/<str:secret>/", views.accept_invitation, name="accept_invitation"),
]

"""Settings about people and the tenant's look, at /settings/."""

from django.urls import path

from accounts import import_views, plan_views
from accounts import settings_views as views

urlpatterns = [
    *views.Staff().paths(),
    path("staff/invitations/<int:pk>/sending/", views.send_again, name="send_invitation_again"),
    path("staff/invitations/<int:pk>/withdrawing/", views.withdraw, name="withdraw_invitation"),
    path("moderators/", views.moderation, name="moderators"),
    path("moderators/<int:pk>/removal/", views.remove_moderator, name="remove_moderator"),
    *plan_views.Domains().paths(),
    path("plan-domains/<int:pk>/customers/", plan_views.carry_out_domain, name="carry_out_plan_domain"),
    *plan_views.Plans().paths(),
    path("plans/<int:pk>/default/", plan_views.default_plan, name="default_plan"),
    *plan_views.Customers().paths(),
    path("customers/awaited/", import_views.awaited_customers, name="awaited_customers"),
    path("customers/awaited/<int:pk>/removal/", import_views.forget_awaited, name="forget_awaited"),
    path("customer-imports/", import_views.customer_imports, name="customer_imports"),
    path("customer-imports/<uuid:key>/", import_views.customer_import_page, name="customer_import"),
    path("look/", views.Look().edit, name="look"),
    path("look/<str:colour>-<int:version>.css", views.look_colours, name="look_colours"),
]

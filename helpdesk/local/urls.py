"""Pages that exist in local mode only: all of plain localhost, and beside the product on the tenants' hosts."""

from django.urls import path

from helpdesk.local import gallery, views
from helpdesk.local.doors import local

# Without a namespace: on plain localhost this file is the root of all addresses, and a root has none.
urlpatterns = [
    path("", views.addresses, name="local_addresses"),
    path("local/mail/", views.mail, name="local_mail"),
    path("local/mail/<slug:key>/", views.letter, name="local_letter"),
    path("local/mail/<slug:key>/html/", views.letter_html, name="local_letter_html"),
    path("ui/", local(gallery.gallery), name="local_gallery"),
]

handler400 = "shared.errors.not_understood"
handler403 = "shared.errors.not_allowed"
handler404 = "shared.errors.plain_not_found"
handler500 = "shared.errors.broken"

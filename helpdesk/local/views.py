"""Local mode's own pages: where the demo is, and the mail that was caught. They need no tenant."""

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from helpdesk.local import mailbox
from helpdesk.local.demo import sign_ins
from helpdesk.local.demo.content import PASSWORD
from helpdesk.local.doors import local
from shared.security import content_security_policy

PER_PAGE = 50
# A mail's links open in a new tab: no page of the product lets itself be shown in a frame.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_LINKS_IN_NEW_TABS = '<base target="_blank">'
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@local
def addresses(request):
    """Plain localhost: the addresses of the demo, and whom to sign in as."""
    context = {"addresses": sign_ins.addresses(), "password": PASSWORD}
    return render(request, "local/addresses.html", context)


@local
def mail(request):
    """List the caught mail, newest first."""
    page = Paginator(mailbox.keys(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "mails": mailbox.heads(page.object_list),
        "page_of_mail": page,
        # With SMTP_URL, mail goes to that server instead.
        "catches": settings.EMAIL_BACKEND == mailbox.BACKEND,
        "previous_url": page.has_previous() and f"?page={page.previous_page_number()}",
        "next_url": page.has_next() and f"?page={page.next_page_number()}",
    }
    return render(request, "local/mail.html", context)


@local
def letter(request, key):
    """Show one mail: its headers, and both of its parts side by side."""
    context = {"mail": _caught(key), "sandbox": SANDBOX}
    response = render(request, "local/letter.html", context)
    policy = content_security_policy(request.csp_nonce, frame_src="'self'")
    response.headers["Content-Security-Policy"] = policy
    return response


@local
def letter_html(request, key):
    """Answer with a mail's HTML part as it is, for the frame on its page.

    The sandbox stands in the answer itself, so that it also holds when somebody opens this address alone.
    """
    html = _caught(key).html
    html = _HEAD.sub(lambda head: head[0] + _LINKS_IN_NEW_TABS, html, count=1)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = (
        f"sandbox {SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return response


def _caught(key):
    if (mail := mailbox.caught(key)) is None:
        raise Http404
    return mail

"""Words that arrive after the session ended are carried through the sign-in page, not stored.

They travel as a hidden field of the page that answers the POST, so they never leave the browser
they were typed in, and come back as a draft once the same browser has signed in.
"""

import json

from django.core import signing
from django.shortcuts import render

from accounts.forms import SignInForm

# What a form may carry; anything else (tokens, buttons) is left behind.
FIELDS = ("subject", "body", "description", "category", "subcategory", "kind")
# The editor of articles keeps its words in the browser by itself, with the version that they were typed on.
_KEEP_THEIR_OWN = ("/desk/articles/",)
_SALT = "accounts.held"


def ask_to_sign_in(request):
    """Answer a POST of nobody in particular with the sign-in page, the typed words kept in it."""
    typed = {} if request.path.startswith(_KEEP_THEIR_OWN) else request.POST
    words = {key: value for key, value in typed.items() if key in FIELDS or key.startswith("field_") if value.strip()}
    packed = signing.dumps({"path": request.path, "words": words}, salt=_SALT) if words else ""
    context = {
        "form": SignInForm(initial={"next": _page_of(request), "held": packed}),
        "session_ended": True,
        "held_words": bool(words),
    }
    return render(request, "accounts/sign_in.html", context, status=401)


def unpack(packed: str) -> dict | None:
    """Return {"path", "words"} of what was held, None if there is nothing or it was tampered with."""
    if not packed:
        return None
    try:
        return signing.loads(packed, salt=_SALT, max_age=86400)
    except (signing.BadSignature, json.JSONDecodeError):
        return None


def _page_of(request):
    """The page with the form; the POST itself went to a noun below it."""
    return request.POST.get("page") or request.headers.get("Referer", "").partition(request.get_host())[2] or "/"

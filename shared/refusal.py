"""A rule said no, in words for the person who asked."""

from django.http import HttpResponse
from django.template.loader import render_to_string


class Refusal(Exception):
    """A rule said no. The sentence says what is possible instead and is shown as it is.

    `field` names what was typed wrong, when it is about one thing that was typed.
    """

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class RefusalsAsAnswers:
    """Turns a Refusal that no view caught into a 409 page, or a fragment for htmx.

    Views of forms catch it themselves, to show it above the form with everything typed in place.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer a Refusal; leave every other exception alone."""
        if not isinstance(exception, Refusal):
            return None
        template = "ui/notice.html" if getattr(request, "htmx", False) else "errors/refusal.html"
        context = {"kind": "warn", "text": exception.sentence, "sentence": exception.sentence}
        return HttpResponse(render_to_string(template, context, request), status=409)

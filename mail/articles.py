"""Reactions that write to readers about articles."""

from django.urls import reverse

from activity.models import Delivery
from knowledgebase import access
from knowledgebase.models import Feedback
from mail.letters import Button, Letter, outward
from tenants import hosts


def tell_reader(delivery: Delivery):
    """Bring what an author answered to the reader who had said something of the article.

    To nobody who cannot read the article any more: it may have another title by now, meant for others.
    """
    row = Feedback.objects.select_related("article", "reader", "answered_by").get(pk=delivery.event.subject_id)
    reader = row.reader
    if reader is None or not reader.is_active or not access.readable(reader).filter(pk=row.article_id).exists():
        return None
    letter = Letter(
        to=reader.email,
        subject=f"Re: {row.article.title}",
        source="article_feedback_answered",
        context={"feedback": row, "by": row.answered_by.name},
        button=Button("Read the article", hosts.absolute(reverse("kb:short", args=[row.article.number]))),
        sender_name=row.answered_by.name,
    )
    return outward(delivery, letter)

"""What the ticket search looks into."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class WordsIndex(GinIndex):
    """A GIN index on words alone: each word carries its tenant, so no extension is needed for that."""

    may_lack_tenant = True


class TicketText(TenantModel):
    """The words of one ticket; written by tickets.searching.indexing, which says what they look like."""

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="+")
    # What the words were reduced to their stems with.
    language = models.CharField(max_length=30)
    words = SearchVectorField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket"], name="tickettext_ticket")]
        # No list of pending entries: searches would read it from end to end.
        indexes = [WordsIndex(fields=["words"], fastupdate=False, name="tickettext_words")]

    def __str__(self):
        return f"words of ticket {self.ticket_id}"

"""What happens to an upload of articles after it was taken."""

from activity.models import Delivery
from knowledgebase.imports import uploads as import_uploads
from knowledgebase.models import ArticleImport


def carry_on(delivery: Delivery) -> None:
    """Read the next files of an upload; the turn after this one follows from the event that it records."""
    if row := ArticleImport.objects.filter(pk=delivery.event.subject_id).first():
        import_uploads.carry_on(row)

"""What happens to people because something else happened."""

from accounts import customer_import
from accounts.models import CustomerImport
from activity.models import Delivery


def carry_on_customer_import(delivery: Delivery) -> None:
    """Carry out the next lines of a list; the turn after this one follows from the event that it records."""
    if row := CustomerImport.objects.filter(pk=delivery.event.subject_id).first():
        customer_import.carry_on(row)

"""What was promised, what became of it, and what requesters tell the managers."""

from sla.models.complaint import Complaint, ComplaintEntry
from sla.models.wait import Wait

__all__ = ["Complaint", "ComplaintEntry", "Wait"]

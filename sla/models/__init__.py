"""What was promised, what became of it, and what requesters tell the managers."""

from sla.models.basis import Basis
from sla.models.complaint import Complaint, ComplaintEntry
from sla.models.disclosure import Disclosure
from sla.models.estimate import Estimate
from sla.models.score import Score
from sla.models.wait import Wait

__all__ = ["Basis", "Complaint", "ComplaintEntry", "Disclosure", "Estimate", "Score", "Wait"]

"""What was promised, and what became of it."""

from sla.models.wait import Wait

__all__ = ["Wait"]

"""Records of agreement and reports to leadership in the register of documents; none of them is public."""

from __future__ import annotations

from app.circles.models import Classification
from app.circles.rules import at_least_internal
from forums.scheduling.models import Session

RECORD, REPORT = "agreement_record", "session_report"
"""The document types in the register."""


def classification_of(session: Session) -> Classification:
    """Return the classification of such a document."""
    return at_least_internal(session.forum.circle.classification)

"""Event handler that restricts registered records of delivery when their circle is reclassified."""

from __future__ import annotations

from sqlalchemy import select, update

from app.circles.events import CircleReclassified
from app.circles.rules import more_open_than
from app.database import db
from app.events import subscribe
from app.pdf.models import Paper
from commitments.receipts.paper import KIND
from commitments.registry.models import Commitment


@subscribe(CircleReclassified)
def close_records(event: CircleReclassified) -> None:
    """Restrict the registered records of the circle's commitments to its new classification."""
    level = event.circle.classification
    own = select(Commitment.id).where(Commitment.circle_id == event.circle.id)
    papers = update(Paper).where(Paper.kind == KIND, Paper.subject_id.in_(own))
    db.session.execute(papers.where(Paper.classification.in_(more_open_than(level))).values(classification=level))

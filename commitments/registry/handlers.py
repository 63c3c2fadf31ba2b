"""Event handler that lowers the visibility of commitments when their circle is reclassified."""

from __future__ import annotations

from sqlalchemy import select

from app.circles.events import CircleReclassified
from app.database import db
from app.events import subscribe
from commitments.registry.actions import set_visibility
from commitments.registry.models import Commitment
from commitments.registry.rules import visibilities_within


@subscribe(CircleReclassified)
def lower_visibility(event: CircleReclassified) -> None:
    """Lower the visibility of the circle's commitments to the widest that its new classification allows."""
    allowed = visibilities_within(event.circle.classification)
    query = select(Commitment).where(
        Commitment.circle_id == event.circle.id, Commitment.visibility.not_in(frozenset(allowed))
    )
    for commitment in db.session.scalars(query.order_by(Commitment.code)):
        set_visibility(commitment, allowed[-1], by=event.by, at=event.at)

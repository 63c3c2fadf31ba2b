"""Queries of hand-overs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select

from app.circles.queries import seats_on
from app.database import db
from app.organisations.models import Organisation
from commitments.extensions.models import Extension, ExtensionState
from commitments.handover.models import Handover, HandoverState
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility


def open_request(commitment_id: UUID) -> Handover | None:
    """Return the pending request of a commitment, or None; there is one at most."""
    return db.session.scalars(_open_request(commitment_id)).one_or_none()


def _open_request(commitment_id: UUID) -> Select[Handover]:
    return select(Handover).where(Handover.commitment_id == commitment_id, Handover.state == HandoverState.ASKED)


def pending(commitment: Commitment) -> tuple[Extension | None, Handover | None]:
    """Return the pending requests of an owed commitment, for a later date and for a hand-over, in one statement."""
    if not commitment.facts.is_owed:
        return None, None
    own = Extension.commitment_id == Commitment.id, Handover.commitment_id == Commitment.id
    query = (
        select(Extension, Handover)
        .select_from(Commitment)
        .outerjoin(Extension, and_(own[0], Extension.state == ExtensionState.ASKED))
        .outerjoin(Handover, and_(own[1], Handover.state == HandoverState.ASKED))
        .where(Commitment.id == commitment.id)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else (None, None)


def receivers(commitment: Commitment, today: date) -> list[Organisation]:
    """Return the organisations that can take a commitment over: with a voting seat, and able to read it.

    The responsible organisation and the verifier are not among them.
    """
    seats = seats_on(commitment.circle_id, today)
    found = [seat.organisation for seat in seats if not seat.observer]
    sides = {commitment.responsible_id, commitment.verifier_id}
    if commitment.visibility is Visibility.PARTIES:
        helpers = {one.id for one in commitment.contributors}
        found = [one for one in found if one.id in helpers]
    return [one for one in found if one.id not in sides]

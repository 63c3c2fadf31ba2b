"""Queries of hand-overs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, select, true

from app.accounts.models import Person
from app.circles.queries import seats_on
from app.database import db
from app.organisations.models import Organisation
from commitments.extensions.models import Extension, ExtensionState
from commitments.handover.models import Handover, HandoverState
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from commitments.waiting.queries import Linked, waits_around


def open_request(commitment_id: UUID) -> Handover | None:
    """Return the pending request of a commitment, or None; there is one at most."""
    return db.session.scalars(_open_request(commitment_id)).one_or_none()


def _open_request(commitment_id: UUID) -> Select[Handover]:
    return select(Handover).where(Handover.commitment_id == commitment_id, Handover.state == HandoverState.ASKED)


class Pending(NamedTuple):
    """The requests of an owed commitment that await an answer, and what it waits for or what waits for it."""

    extension: Extension | None
    handover: Handover | None
    linked: Sequence[Linked] = ()


def pending(commitment: Commitment, person: Person, today: date) -> Pending:
    """Return the pending requests for a later date and for a hand-over, and the waits that a person may read.

    In one statement. There is at most one request of each kind, and none is pending unless the commitment is owed.
    """
    own = Extension.commitment_id == Commitment.id, Handover.commitment_id == Commitment.id
    found = waits_around(commitment.id, person, today).subquery()
    query = (
        select(Extension, Handover, found)
        .select_from(Commitment)
        .outerjoin(Extension, and_(own[0], Extension.state == ExtensionState.ASKED))
        .outerjoin(Handover, and_(own[1], Handover.state == HandoverState.ASKED))
        .outerjoin(found, true())
        .where(Commitment.id == commitment.id)
        .order_by(found.c.current_due, found.c.code)
    )
    rows = db.session.execute(query).all()
    linked = [Linked.of(row[2:]) for row in rows if row[2]]
    if not rows or not commitment.facts.is_owed:
        return Pending(None, None, linked)
    return Pending(rows[0][0], rows[0][1], linked)


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

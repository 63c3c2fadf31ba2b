"""Queries of the states of commitments at a past moment, reconstructed from the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.audit.models import AuditRow
from app.audit.queries import done_since
from app.clock import local_date
from app.database import db
from commitments.disputes.rules import OutcomeKind
from commitments.history.rules import MOVES, Entry, State, replay
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN


def states_at(moment: datetime, circles: Select[UUID]) -> dict[UUID, State | None]:
    """Return the state at `moment` of each commitment of `circles` that changed since, by id.

    The state is None if the audit log lacks it. A commitment without a key has not changed since `moment`.
    """
    moved = done_since(Commitment, moment, actions=MOVES, circles=circles)
    since = select(AuditRow.subject_id).where(AuditRow.at > moment, AuditRow.action.in_(list(MOVES)))
    query = (
        select(AuditRow.subject_id, AuditRow.action, AuditRow.at, AuditRow.details)
        .where(
            AuditRow.subject_type == Commitment.__name__,
            AuditRow.at <= moment,
            AuditRow.circle_id.in_(circles),
            AuditRow.subject_id.in_(since),
        )
        .order_by(AuditRow.at, AuditRow.id)
    )
    entries: dict[UUID, list[Entry]] = {commitment_id: [] for commitment_id in moved}
    for row in db.session.execute(query) if moved else ():
        entries[row.subject_id].append(_entry(row.action, row.at, row.details))
    return {commitment_id: replay(found) for commitment_id, found in entries.items()}


def _entry(action: str, at: datetime, details: Mapping[str, Any]) -> Entry:
    due, outcome = details.get("due"), details.get("outcome")
    return Entry(
        action=action,
        on=local_date(at),
        due=date.fromisoformat(due) if due else None,
        progress=details.get("progress"),
        outcome=OutcomeKind(outcome) if outcome else None,
    )


def state_of(commitment: Commitment) -> State:
    """Return the present state of a commitment."""
    return State(
        delivery=commitment.delivery,
        first_due=commitment.first_due,
        current_due=commitment.current_due,
        verification=commitment.verification,
        progress=commitment.progress,
        accepted_on=commitment.accepted_on,
        submitted_on=local_date(commitment.submitted_at) if commitment.submitted_at else None,
        met_on=commitment.met_on,
    )


def maybe_open_at(moment: datetime, circles: Select[UUID]) -> Sequence[Commitment]:
    """Return the commitments of `circles` that may have been open at `moment`, ordered by code."""
    query = select(Commitment).where(Commitment.circle_id.in_(circles), Commitment.proposed_at <= moment)
    query = query.where(or_(Commitment.delivery.in_(OPEN), Commitment.ended_at > moment))
    return db.session.scalars(query.order_by(Commitment.code)).all()

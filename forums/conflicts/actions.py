"""Actions: declare and withdraw a conflict of interest on an agenda item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, RuleViolation
from forums.agenda.models import AgendaItem
from forums.conflicts import queries
from forums.conflicts.models import ConflictOfInterest
from forums.scheduling.models import Participant, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Whose conflict of interest it is, in one line, and whether they take no part in the decision."""

    participant: Participant
    text: str
    abstains: bool


def declare(item: AgendaItem, declaration: Declaration, *, by: Person, at: datetime) -> ConflictOfInterest:
    """Declare a conflict of interest; `by` is the participant, or a person who runs the session on their behalf.

    Raises RuleViolation if the participant has declared one already, NotNow unless the session is planned.
    """
    _require_planned(item.session)
    if queries.declared(item.id, declaration.participant.id):
        raise RuleViolation(_l("A conflict of interest was declared already. Withdraw it first"), field="participant")
    conflict = ConflictOfInterest(
        agenda_item_id=item.id,
        participant_id=declaration.participant.id,
        text=declaration.text,
        abstains=declaration.abstains,
        declared_by_id=by.id,
        declared_at=at,
    )
    conflict.item, conflict.participant = item, declaration.participant
    db.session.add(conflict)
    db.session.flush()
    _record("declared", conflict, by=by, at=at)
    return conflict


def withdraw(conflict: ConflictOfInterest, *, by: Person, at: datetime) -> None:
    """Withdraw a conflict of interest. Raises NotNow unless the session is planned."""
    _require_planned(conflict.item.session)
    _record("withdrawn", conflict, by=by, at=at)
    db.session.delete(conflict)


def _record(act: str, conflict: ConflictOfInterest, *, by: Person, at: datetime) -> None:
    audit.record(
        f"agenda_item.conflict_{act}",
        conflict.item,
        by=by,
        at=at,
        circle_id=conflict.item.session.circle_id,
        personal={"person": str(conflict.participant.person_id)},
    )


def _require_planned(session: Session) -> None:
    if session.state is not SessionState.PLANNED:
        raise NotNow(_l("The session is over or was cancelled: its agenda can no longer be changed"))

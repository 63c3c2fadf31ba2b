"""Queries of the officers of sessions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.database import db
from forums.officers.models import OfficerChange, OfficerRole
from forums.officers.rules import Served, Turn, periods
from forums.scheduling.models import Session


def changes(session: Session) -> Sequence[OfficerChange]:
    """Return the changes of officers while the session was open, in order."""
    people = [joinedload(one).lazyload(Person.organisation) for one in (OfficerChange.before, OfficerChange.after)]
    query = select(OfficerChange).where(OfficerChange.session_id == session.id).options(*people)
    return db.session.scalars(query.order_by(OfficerChange.at, OfficerChange.id)).all()


def served(session: Session) -> dict[OfficerRole, list[Served]]:
    """Return who presided and who took the minutes, with the periods; one query."""
    found = changes(session)
    current = {OfficerRole.PRESIDER: session.presider, OfficerRole.MINUTE_TAKER: session.minute_taker}
    return {
        role: periods(
            person,
            [Turn(one.before, one.after, one.at) for one in found if one.role is role],
            begun=session.opened_at,
            ended=session.closed_at,
        )
        for role, person in current.items()
    }

"""Conditions that commitments and sessions met at a moment: present rows, corrected for those that changed since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.audit.queries import done_since
from app.circles.models import Circle, Seat
from commitments.history.queries import states_at
from commitments.history.rules import State
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import IS_OWED
from commitments.registry.rules import OPEN, OWED, Delivery
from forums.attendance.models import CAME, Attendance
from forums.history.queries import presences_at, sessions_moved_since
from forums.scheduling.models import Session, SessionState
from insights.indicators.parameters import among, among_pairs, corrected, pair_of

HANDED_ON = ("handover.accepted", "commitment.passed_to_successor")
"""Acts after which another organisation may be responsible."""


@dataclass(frozen=True, slots=True)
class Then:
    """A day, and what commitments and sessions that changed since were at its moment, by their ids.

    Without changes all conditions are those of present rows.
    """

    day: date
    states: Mapping[UUID, State | None] = field(default_factory=dict)
    """The states of the commitments that changed since; None if unknown, or if they were proposed since."""
    responsible: Mapping[UUID, UUID] = field(default_factory=dict)
    """The responsible organisations of the commitments that passed to another one since."""

    sessions: Mapping[UUID, bool] = field(default_factory=dict)
    """Whether the sessions that changed since had been held."""
    attendance: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    """The seats that had come to the sessions whose attendance was recorded since; without a key, none was recorded."""
    recorded_since: Collection[UUID] = frozenset()

    @property
    def is_open(self) -> ColumnElement[bool]:
        """The condition that a commitment was open."""
        return self._was(IS_OPEN, lambda state: state.delivery in OPEN)

    @property
    def is_late(self) -> ColumnElement[bool]:
        """The condition that a commitment was owed and past its due date of that time."""
        present = and_(IS_OWED, Commitment.current_due < self.day)
        return self._was(present, lambda state: state.facts.days_late(self.day) > 0)

    @property
    def is_overdue(self) -> ColumnElement[bool]:
        """The condition that a commitment was owed and past its first due date, whatever was extended."""
        present = and_(IS_OWED, Commitment.first_due < self.day)
        return self._was(present, lambda state: state.delivery in OWED and state.first_due < self.day)

    @property
    def is_blocked(self) -> ColumnElement[bool]:
        """The condition that a commitment was blocked."""
        return self._is(Delivery.BLOCKED)

    @property
    def is_submitted(self) -> ColumnElement[bool]:
        """The condition that a commitment awaited verification."""
        return self._is(Delivery.SUBMITTED)

    @property
    def due(self) -> ColumnElement[date]:
        """The due date of that time."""
        dues = {key: state.current_due for key, state in self.states.items() if state and state.delivery in OPEN}
        return corrected(Commitment.current_due, Commitment.id, dues)

    @property
    def responsible_id(self) -> ColumnElement[UUID]:
        """The organisation that was responsible."""
        return corrected(Commitment.responsible_id, Commitment.id, self.responsible)

    @property
    def is_held(self) -> ColumnElement[bool]:
        """The condition that a session had been held."""
        if not self.sessions:
            return Session.state == SessionState.HELD
        held = [key for key, was_held in self.sessions.items() if was_held]
        unchanged = and_(Session.state == SessionState.HELD, Session.id.not_in(among(self.sessions)))
        return or_(unchanged, Session.id.in_(among(held)))

    @property
    def is_recorded(self) -> ColumnElement[bool]:
        """The condition that the attendance of a session had been recorded."""
        present = select(Attendance.id).where(Attendance.session_id == Session.id).exists()
        if not self.recorded_since:
            return present
        return or_(and_(present, Session.id.not_in(among(self.recorded_since))), Session.id.in_(among(self.attendance)))

    @property
    def came(self) -> ColumnElement[bool]:
        """The condition that a seat had come to a session, in person or represented."""
        row = select(Attendance.id).where(Attendance.session_id == Session.id, Attendance.seat_id == Seat.id)
        present = row.where(Attendance.presence.in_(CAME)).exists()
        if not self.recorded_since:
            return present
        pairs = [(key, seat_id) for key, seats in self.attendance.items() for seat_id in seats]
        unchanged = and_(present, Session.id.not_in(among(self.recorded_since)))
        return or_(unchanged, pair_of(Session.id, Seat.id).in_(among_pairs(pairs)))

    def _is(self, delivery: Delivery) -> ColumnElement[bool]:
        return self._was(Commitment.delivery == delivery, lambda state: state.delivery is delivery)

    def _was(self, present: ColumnElement[bool], holds: Callable[[State], bool]) -> ColumnElement[bool]:
        if not self.states:
            return present
        then = [key for key, state in self.states.items() if state and holds(state)]
        unchanged = and_(present, Commitment.id.not_in(among(self.states)))
        return or_(unchanged, Commitment.id.in_(among(then)))


def then_at(moment: datetime, day: date) -> Then:
    """Return the conditions at a past moment, the end of `day`, from the audit log."""
    circles = select(Circle.id)
    moved = sessions_moved_since(moment, circles)
    recorded = done_since(Session, moment, actions=["attendance.recorded"], circles=circles).keys()
    return replace(
        commitments_at(moment, day),
        sessions={one.id: one.state == SessionState.HELD.value for one in moved},
        attendance=_attendance_at(moment, recorded, circles),
        recorded_since=recorded,
    )


def commitments_at(moment: datetime, day: date) -> Then:
    """Return the conditions at a past moment as `then_at` does, those of commitments alone."""
    circles = select(Circle.id)
    return Then(day, states_at(moment, circles), responsible_at(moment, circles))


def responsible_at(moment: datetime, circles: Select[UUID]) -> dict[UUID, UUID]:
    """Return who was responsible at `moment` for the commitments of `circles` that passed to another since, by id."""
    before = {}
    for commitment_id, acts in done_since(Commitment, moment, actions=HANDED_ON, circles=circles).items():
        former = (_former_responsible(act.details) for act in acts)
        if first := next(filter(None, former), None):
            before[commitment_id] = UUID(first)
    return before


def _attendance_at(
    moment: datetime, session_ids: Collection[UUID], circles: Select[UUID]
) -> dict[UUID, frozenset[UUID]]:
    came = {presence.value for presence in CAME}
    found: dict[UUID, set[UUID]] = {}
    for one in presences_at(moment, session_ids, circles)[0] if session_ids else ():
        seats = found.setdefault(one.session_id, set())
        if one.presence in came:
            seats.add(one.seat_id)
    return {key: frozenset(seats) for key, seats in found.items()}


def _former_responsible(details: Mapping[str, Any]) -> str | None:
    """Return the organisation that stopped being responsible by an act; None if a successor replaced another party."""
    former: str | None = details.get("was", {"responsible": details["before"]}).get("responsible")
    return former

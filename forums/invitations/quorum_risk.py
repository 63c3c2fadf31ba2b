"""Sessions whose quorum is not confirmed by the answers. Selects columns, as home pages read every seat of a week."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.organisations.models import Organisation
from forums.invitations.models import Answer, AnswerState, Invitation
from forums.invitations.rules import Expectation, Forecast, forecast, seat_answer
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums

LOOKED_AT = 12
"""The most upcoming sessions to check."""


@dataclass(frozen=True, slots=True)
class QuorumRisk:
    """A session whose quorum is not confirmed, and what is missing."""

    session_id: UUID
    forum: str
    starts_at: datetime
    day: date
    """The day on which it begins, in its time zone."""
    forecast: Forecast
    lacking: Sequence[str]
    """Organisations of missing sectors that have not confirmed, or else all that have not."""


@dataclass(slots=True)
class Place:
    """A seat that counts, with the answers of its invitees by invitation."""

    sector: str
    organisation: str
    answers: dict[Any, str] = field(default_factory=dict)
    guests: dict[Any, str] = field(default_factory=dict)
    """The answers of people to whom an invitation was passed on, by the original invitation."""

    @property
    def expectation(self) -> Expectation:
        """The expected attendance of the seat; the answer of a delegate replaces the original one."""
        answers = [seat_answer(answer, self.guests.get(invitation)) for invitation, answer in self.answers.items()]
        return Expectation(self.sector, answers)


def sessions_at_risk(person: Person, today: date, now: datetime, until: datetime) -> list[QuorumRisk]:
    """Return upcoming sessions that `person` may read, before an instant, whose quorum is not confirmed.

    Checks only the soonest `LOOKED_AT`, in one query.
    """
    found = groupby(db.session.execute(_expected(person, today, now, until)).all(), key=lambda row: row.session_id)
    risks = [_quorum_risk(list(rows)) for _session_id, rows in found]
    return [risk for risk in risks if not risk.forecast.confirmed.is_met]


def _quorum_risk(rows: Sequence[Row[*tuple[Any, ...]]]) -> QuorumRisk:
    """Return the risk for the session of these rows."""
    session = rows[0]
    day = session.starts_at.astimezone(ZoneInfo(session.timezone)).date()
    seats: dict[Any, Place] = {}
    for row in rows:
        if row.seat_id is not None and row.since <= day and (row.until is None or day <= row.until):
            _ask(seats.setdefault(row.seat_id, Place(row.sector, row.organisation)), row)
    places = list(seats.values())
    expected = [place.expectation for place in places]
    outlook = forecast(expected, share=session.quorum_share, required=json.loads(session.quorum_sectors))
    missing = outlook.confirmed.missing_sectors
    free = [place for place, one in zip(places, expected, strict=True) if not one.is_confirmed]
    most_wanted = [place for place in free if place.sector in missing] or free
    lacking = [place.organisation for place in most_wanted]
    return QuorumRisk(UUID(str(session.session_id)), session.forum, session.starts_at, day, outlook, lacking)


def _ask(place: Place, row: Row[*tuple[Any, ...]]) -> None:
    """Add the invitee of a row and their effective answer to a place."""
    if row.invitation_id is None:
        return
    state = row.own or row.default or AnswerState.NEEDS_ACTION.value
    if row.guest_of_id:
        place.guests[row.guest_of_id] = state
    elif not row.watching:
        place.answers[row.invitation_id] = state


def _expected(person: Person, today: date, now: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    """Select sessions with each seat that counts, its invitees, and their answers."""
    own, default, watching = aliased(Answer), aliased(Answer), aliased(Participant)
    invited = and_(
        Invitation.session_id == Session.id, Invitation.seat_id == Seat.id, Invitation.withdrawn_at.is_(None)
    )
    answered = or_(own.person_id == Invitation.person_id, own.organisation_id == Invitation.organisation_id)
    near = select(Session.id).join(Session.forum).where(readable_forums(person, today), *_is_near(now, until))
    soonest = near.order_by(Session.starts_at, Session.id).limit(LOOKED_AT).subquery()
    query: Select[*tuple[Any, ...]] = (
        select(
            _as_stored(Session.id).label("session_id"),
            Session.starts_at,
            Session.timezone,
            Forum.name.label("forum"),
            Forum.quorum_share,
            cast(Forum.quorum_sectors, String).label("quorum_sectors"),
            _as_stored(Seat.id).label("seat_id"),
            _as_stored(Seat.sector).label("sector"),
            Seat.since,
            Seat.until,
            Organisation.label.label("organisation"),
            _as_stored(Invitation.id).label("invitation_id"),
            _as_stored(Invitation.guest_of_id).label("guest_of_id"),
            _as_stored(own.answer).label("own"),
            _as_stored(default.answer).label("default"),
            watching.id.is_not(None).label("watching"),
        )
        .select_from(soonest)  # first: PostgreSQL keeps the order of so many joins
        .join(Session, Session.id == soonest.c.id)
        .join(Session.forum)
        .outerjoin(Seat, and_(Seat.circle_id == Forum.circle_id, Seat.observer.is_(False)))
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(Invitation, invited)
        .outerjoin(own, and_(own.session_id == Session.id, answered))
        .outerjoin(default, _holds(default))
        .outerjoin(watching, _observes(watching))
    )
    return query.order_by(Session.starts_at, Session.id, Seat.position, Seat.id, Invitation.sent_at, Invitation.id)


def _holds(default: type[Answer]) -> ColumnElement[bool]:
    """Return the condition that a default answer applies to a session, as in `rules.effective`."""
    return and_(
        default.series_id == Session.series_id,
        default.person_id == Invitation.person_id,
        Session.slot == Session.starts_at,
        default.received_at < Session.ends_at,
    )


def _observes(watching: type[Participant]) -> ColumnElement[bool]:
    """Return the condition that an invitee is an observer."""
    return and_(
        watching.forum_id == Forum.id,
        watching.person_id == Invitation.person_id,
        watching.role == ForumRole.OBSERVER,
        watching.left_at.is_(None),
    )


def _as_stored(column: Any) -> ColumnElement[Any]:
    """Return a column without type conversion, as the values of hundreds of rows are only compared."""
    return type_coerce(column, NullType)


def _is_near(now: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for planned sessions with invitations that begin between two instants."""
    return (
        Session.state == SessionState.PLANNED,
        Session.invited_at.is_not(None),
        Session.opened_at.is_(None),
        Session.starts_at > now,
        Session.starts_at <= until,
    )

"""Events of forums and sessions, handled by other slices in the same transaction (`app.events.subscribe`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import Seat
from app.organisations.models import Organisation
from forums.scheduling.models import Forum, Mode, Participant, Series, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumCreated:
    """A forum was created, with its participants and the sessions up to the horizon."""

    forum: Forum
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined:
    """A person became a participant of a forum."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLeft:
    """A participant left; their invitations to upcoming sessions must be withdrawn.

    `by` is None if their last day is over.
    """

    participant: Participant
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEnded:
    """A series was ended; its later sessions were cancelled, announced by SessionsChanged."""

    series: Series
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsMade:
    """New sessions of series of one forum were created but not flushed, so that handlers can set their details."""

    made: Mapping[Series, Sequence[Session]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAdded:
    """A session outside the series was created."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersChanged:
    """Presider or minute-taker of a session changed: the ids before and after, by "presider" and "minute_taker"."""

    session: Session
    changed: Mapping[str, tuple[UUID | None, UUID | None]]
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The state of a session before a change, as in the calendars of its invitees."""

    series_id: UUID | None
    slot: datetime | None
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    place: str
    link: str

    @classmethod
    def of(cls, session: Session) -> Before:
        """Return the current state of a session."""
        return cls(**{one.name: getattr(session, one.name) for one in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsChanged:
    """Sessions of one forum got another time, place, state or series; each with its state before the change.

    Answers given for another time become invalid, those for another place do not.
    """

    changed: Sequence[tuple[Session, Before]]
    reason: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMerged:
    """A session was merged with a later one, which takes over its agenda."""

    session: Session
    into: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFollowed:
    """A series was replaced by another one from a session on. `keeps_times`: those sessions keep their times."""

    before: Series
    series: Series
    keeps_times: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """A session was opened."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """A session was closed; it was held."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReopened:
    """A session that was closed by mistake was reopened."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPassedOn:
    """The organisation of `after` took over from `left`, which sat on `before`: what is open there continues here.

    Both are the same row if the seat began today or later.
    """

    forum: Forum
    before: Seat
    after: Seat
    left: Organisation
    at: datetime

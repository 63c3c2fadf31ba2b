"""What happens to forums and sessions, handled by other slices in the same transaction (`app.events.subscribe`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from app.accounts.models import Person
from forums.scheduling.models import Forum, Mode, Participant, Series, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumCreated:
    """A forum began, with its participants and the sessions up to the horizon."""

    forum: Forum
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined:
    """A person takes part in a forum from now on."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLeft:
    """A person takes part no longer; invitations of sessions to come are to be withdrawn.

    `by` nobody: their last day is over.
    """

    participant: Participant
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEnded:
    """A series got its last day; sessions after it were cancelled, and told of by SessionsChanged."""

    series: Series
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsMade:
    """Series of one forum make the sessions of further slots: they can be named before they are written."""

    made: Mapping[Series, Sequence[Session]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAdded:
    """A one-off session was made."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A session as it stood before a change: what the calendars of those who are invited hold."""

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
        """Return what is known of a session now."""
        return cls(**{one.name: getattr(session, one.name) for one in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsChanged:
    """Sessions of one forum got another time, place or state, or another series; each with how it stood before.

    Answers to another time no longer hold, those to another place do.
    """

    changed: Sequence[tuple[Session, Before]]
    reason: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMerged:
    """A session will be held together with a later one, which takes over what it was to discuss."""

    session: Session
    into: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFollowed:
    """One series takes the place of another, from some session on. `keeps_times`: those sessions stay when they are."""

    before: Series
    series: Series
    keeps_times: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """A session began."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """A session ended; it was held."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReopened:
    """A session that had been closed by mistake is open again."""

    session: Session
    by: Person
    at: datetime

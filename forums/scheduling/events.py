"""What happens to forums and sessions, told to other slices in the same transaction (`app.events.handles`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from forums.scheduling.models import Forum, Participant, Series, Session


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
    """A person takes part no longer; invitations of sessions to come are to be withdrawn."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEnded:
    """A series got its last day; sessions after it were cancelled, each told of by SessionCancelled."""

    series: Series
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAdded:
    """A one-off session was made."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionConfirmed:
    """The coordinator decided on a proposed shift: invitations may go out. `moved`: the proposal was taken."""

    session: Session
    moved: bool
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMoved:
    """A session has another time: answers to the old one no longer hold. `started_at` was its start."""

    session: Session
    started_at: datetime
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRelocated:
    """A session has another place, link or mode: answers keep."""

    session: Session
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled:
    """A session will not take place."""

    session: Session
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRestored:
    """A cancelled session will take place after all."""

    session: Session
    by: Person
    at: datetime


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

"""Forums and sessions as plain rows for lists, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.scheduling.commitment_stats import CommitmentStats
from forums.scheduling.models import Capacity, Forum, ForumKind, ForumRole, Mode, Session, SessionState, Staged


class _Values(NamedTuple):
    id: UUID
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    state: SessionState
    opened_at: datetime | None
    proposed_starts_at: datetime | None
    merge_proposed: bool
    mode: Mode
    place: str
    series_id: UUID | None
    forum_name: str


class SessionRow(Staged, _Values):
    """One session in a list, with the name of its forum. Instants are in UTC, to be displayed in `timezone`."""

    __slots__ = ()


class DatedRow(NamedTuple):
    """A session of a forum, with the state to display and the reason for its state or date."""

    session: SessionRow
    stage: str
    because: str


class NamedForum(NamedTuple):
    """A forum's slug, name and kind."""

    slug: str
    name: str
    kind: ForumKind


class SeriesRow(NamedTuple):
    """The rule of a series; `first_start` is local time in `timezone`."""

    rule: str
    first_start: datetime
    timezone: str
    ended_at: datetime | None


class ForumRow(NamedTuple):
    """One forum in a list; None for a missing series or session. `stage` is the displayed state of its next session."""

    slug: str
    name: str
    kind: ForumKind
    series: SeriesRow | None
    upcoming: SessionRow | None
    stage: str | None
    sectors: tuple[Sector, ...]
    stats: CommitmentStats


class SeatRow(NamedTuple):
    """A participant of a seat; the fields from `name` on are None for a seat without a named participant."""

    first: bool
    """Whether it is the first row of its seat."""
    sector: Sector
    organisation: str
    observer: bool
    name: str | None
    role: ForumRole | None
    position: str | None
    capacity: Capacity | None
    acting_as: str | None
    basis: str | None


def session_columns(session: Any) -> tuple[Any, ...]:
    """Return the columns of a `SessionRow`, from `session` (the table or an alias) and its forum."""
    own = (getattr(session, name) for name in _Values._fields if name != "forum_name")
    return (*own, Forum.name.label("forum_name"))


def series_columns(series: Any) -> tuple[Any, ...]:
    """Return the columns of a `SeriesRow`, from `series`: the table or an alias."""
    return tuple(getattr(series, name) for name in SeriesRow._fields)


SESSION_COLUMNS = session_columns(Session)
"""The columns of a `SessionRow`, from sessions and their forums."""

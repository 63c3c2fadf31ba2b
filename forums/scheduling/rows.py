"""Forums and sessions as lists show them: values, and no objects of the database behind them."""

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
    forum_name: str


class SessionRow(Staged, _Values):
    """One session in a list, with the name of its forum. Instants are in UTC, to be read in `timezone`."""

    __slots__ = ()


class DatedRow(NamedTuple):
    """A session among those of its forum, with the stage to show and why it is as or when it is."""

    session: SessionRow
    stage: str
    because: str


class NamedForum(NamedTuple):
    """A forum by its name alone, with its kind."""

    slug: str
    name: str
    kind: ForumKind


class SeriesRow(NamedTuple):
    """By which rule a forum meets; `first_start` is local in `timezone`."""

    rule: str
    first_start: datetime
    timezone: str
    ended_at: datetime | None


class ForumRow(NamedTuple):
    """One forum in a list: None stands for what it has not. `stage` is that of its next session."""

    slug: str
    name: str
    kind: ForumKind
    series: SeriesRow | None
    upcoming: SessionRow | None
    stage: str | None
    sectors: tuple[Sector, ...]
    standing: CommitmentStats


class SeatRow(NamedTuple):
    """Somebody who takes part for a seat, or (None) a seat for which nobody does by name."""

    first: bool
    """Whether it is the first line of its seat."""
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
    """Return the columns of a `SessionRow`, of `session` (the table or an alias of it) and of its forum."""
    own = (getattr(session, name) for name in _Values._fields if name != "forum_name")
    return (*own, Forum.name.label("forum_name"))


def series_columns(series: Any) -> tuple[Any, ...]:
    """Return the columns of a `SeriesRow`, of `series`: the table or an alias of it."""
    return tuple(getattr(series, name) for name in SeriesRow._fields)


LINE = session_columns(Session)
"""The columns of a `SessionRow`, of sessions and their forums."""

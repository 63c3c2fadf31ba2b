"""Sessions as lists show them: values, and no objects of the database behind them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from forums.scheduling.models import Forum, Mode, Session, SessionState, Staged


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
    mode: Mode
    place: str
    forum_name: str


class SessionLine(Staged, _Values):
    """One session in a list, with the name of its forum. Instants are in UTC, to be read in `timezone`."""

    __slots__ = ()


LINE = (
    *(getattr(Session, name) for name in _Values._fields if name != "forum_name"),
    Forum.name.label("forum_name"),
)
"""The columns of a line, of sessions and their forums."""

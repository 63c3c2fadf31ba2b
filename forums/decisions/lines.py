"""Decisions as their register shows them: values, and no objects of the database behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule, Forum, Session


class DecisionLine(NamedTuple):
    """One decision in the register; number, title and zone are those of the session that took it."""

    id: UUID
    code: str
    text: str
    how: DecisionRule
    quorum_met: bool
    decided_at: datetime
    number: int
    title: str
    timezone: str
    forum_name: str


class Origin(NamedTuple):
    """The decision that a commitment came from; number and title are those of its session."""

    id: UUID
    code: str
    text: str
    session_id: UUID
    number: int
    title: str
    forum_slug: str
    forum_name: str
    is_readable: bool


LINE: tuple[Any, ...] = (
    Decision.id,
    Decision.code,
    Decision.text,
    Decision.how,
    Decision.quorum_met,
    Decision.decided_at,
    Session.number,
    Session.title,
    Session.timezone,
    Forum.name,
)
"""The columns of a line, of decisions, their sessions and forums."""

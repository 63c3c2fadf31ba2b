"""Agenda items as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from forums.agenda.models import Discussed, ItemState, Purpose


class CameFrom(NamedTuple):
    """The session from which an item was carried over: its number and title."""

    number: int
    title: str


class _Values(NamedTuple):
    id: UUID
    title: str
    purpose: Purpose
    presenter: str
    minutes: int
    minutes_used: int | None
    started_at: datetime | None
    ended_at: datetime | None
    state: ItemState
    reason: str
    question: str
    proposer: str | None
    proposing: str | None
    carried_from: CameFrom | None


class ItemRow(Discussed, _Values):
    """One agenda item. `proposer` is a name and `proposing` their organisation's label; None if from the template."""

    __slots__ = ()

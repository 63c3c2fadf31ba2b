"""Agenda items as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from forums.agenda.models import Discussed, ItemState, Purpose, Resolution
from forums.agenda.rules import asks_for_resolution


class CameFrom(NamedTuple):
    """The session from which an item was carried over: its number, title and series."""

    number: int
    title: str
    series_id: UUID | None


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
    late: bool
    carried_times: int
    resolution: Resolution | None
    carried_from: CameFrom | None


class ItemRow(Discussed, _Values):
    """One agenda item. `proposer` is a name and `proposing` their organisation's label; None if from the template."""

    __slots__ = ()

    @property
    def asks_for_resolution(self) -> bool:
        """Whether it was carried over so often that the facilitator must choose what happens to it."""
        return self.resolution is None and asks_for_resolution(self.carried_times)


class TemplateItem(NamedTuple):
    """An item of the forum's template, as agendas show it until a session has items of its own."""

    title: str
    purpose: Purpose
    minutes: int

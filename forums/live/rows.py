"""Rows of the live page: values, and no objects of the database behind them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from forums.agenda.rows import ItemRow
from forums.decisions.rows import TakenDecision
from forums.minutes.rows import PassageRow

Address = tuple[str, UUID | str]
"""What the address of the page says of what it shows: an item, or a part of the minutes."""


class AgendaRow(NamedTuple):
    """One item on the agenda of a session under way."""

    item: ItemRow
    number: int
    session_id: UUID
    shown: bool
    """Whether its notes stand beside the agenda."""
    used: int | None
    """For how many minutes it has been discussed; None: it is not being discussed."""
    promised: int
    """How many commitments came of it."""
    writers: tuple[str, ...]
    """Who is writing about it."""


class NoteRow(NamedTuple):
    """A note, with the address of the page on which it stands. Instants are read in `timezone`."""

    passage: PassageRow
    session_id: UUID
    timezone: str
    address: Address
    changes: bool
    """Whether the reader may change it."""


class DecisionRow(NamedTuple):
    """A decision, with the address of the page on which it stands. Instants are read in `timezone`."""

    decision: TakenDecision
    session_id: UUID
    timezone: str
    address: Address
    changes: bool
    """Whether the reader may change it."""
    official: bool
    """Whether the minutes that tell of it were approved."""

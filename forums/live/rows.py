"""Rows of the live page, without ORM objects."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from forums.agenda.rows import ItemRow
from forums.decisions.rows import TakenDecision
from forums.minutes.rows import PassageRow

Address = tuple[str, UUID | str]
"""The URL argument for what the page shows: an item, or a part of the minutes."""


class AgendaRow(NamedTuple):
    """One agenda item of a session in progress."""

    item: ItemRow
    number: int
    session_id: UUID
    shown: bool
    """Whether its notes are shown beside the agenda."""
    used: int | None
    """The minutes it has been under discussion; None if it is not."""
    commitments: int
    """The number of its commitments."""
    writers: tuple[str, ...]
    """The names of those writing notes on it."""


class NoteRow(NamedTuple):
    """A note, with the address of its page. Instants are displayed in `timezone`."""

    passage: PassageRow
    session_id: UUID
    timezone: str
    address: Address
    changes: bool
    """Whether the user may change it."""
    decides: bool
    """Whether the user may turn it into a decision now."""


class DecisionRow(NamedTuple):
    """A decision, with the address of its page. Instants are displayed in `timezone`."""

    decision: TakenDecision
    session_id: UUID
    timezone: str
    address: Address
    changes: bool
    """Whether the user may change it."""
    official: bool
    """Whether the minutes with the decision were approved."""

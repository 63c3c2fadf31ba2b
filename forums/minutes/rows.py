"""Minutes and what stands in them, as pages show it: values, and no objects of the database behind them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from forums.minutes.models import LOCKED, CorrectionState, MinutesState, Part


class Newest(NamedTuple):
    """The newest version of a session's minutes."""

    id: UUID
    state: MinutesState

    @property
    def is_locked(self) -> bool:
        """Whether nothing in them may change any more."""
        return self.state in LOCKED


class PassageRow(NamedTuple):
    """A passage of minutes, with the names of who began it and of who last wrote it."""

    id: UUID
    part: Part
    agenda_item_id: UUID | None
    text: str
    version: int
    author_id: UUID
    author: str
    written_by_id: UUID
    written_by: str
    written_at: datetime


class CorrectionRow(NamedTuple):
    """What a party asked to be corrected: `by` is the person, `organisation` whom they spoke for."""

    id: UUID
    organisation: str
    by: str
    at: datetime
    text: str
    state: CorrectionState
    answer: str

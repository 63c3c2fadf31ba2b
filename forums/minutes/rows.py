"""Minutes, passages and corrections as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.minutes.models import LOCKED, CorrectionState, MinutesState, Part


class Newest(NamedTuple):
    """The latest version of a session's minutes."""

    id: UUID
    state: MinutesState
    version: int

    @property
    def is_locked(self) -> bool:
        """Whether the content may no longer change."""
        return self.state in LOCKED

    @property
    def is_amendment(self) -> bool:
        """Whether it amends an approved version."""
        return self.version > 1


class PassageRow(NamedTuple):
    """A passage of minutes, with the names of its author and of its last writer."""

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
    origin_id: UUID | None = None


class CorrectionRow(NamedTuple):
    """A requested correction: `by` is the person, `organisation` the party they represent.

    `wording` is the proposed text of the passage, `original` its text at the time; None if no wording was proposed.
    """

    id: UUID
    organisation: str
    sector: Sector
    by: str
    at: datetime
    passage_id: UUID | None
    text: str
    wording: str | None
    original: str | None
    state: CorrectionState
    answer: str
    answered_by: str | None
    answered_at: datetime | None

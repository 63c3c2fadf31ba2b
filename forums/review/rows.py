"""Parties and opinions as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.review.models import Source
from forums.review.rules import PartyAnswer, answer_of, is_outdated


class PartyRow(NamedTuple):
    """A party to minutes: its seat, and what it answered. `by` agreed for it, or recorded it if `source` is set."""

    seat_id: UUID
    organisation: str
    short_name: str
    sector: Sector
    agreed_at: datetime | None
    by: str | None
    source: Source | None
    note: str
    corrections: int
    """How many corrections it requested."""
    last_change: datetime | None
    """When the text was last changed directly after circulation; the same for all parties."""

    @property
    def answer(self) -> PartyAnswer:
        """What the party answered."""
        return answer_of(agreed=self.agreed_at is not None, corrections=self.corrections)

    @property
    def is_outdated(self) -> bool:
        """Whether it agreed before the last direct change of the text."""
        return is_outdated(self.agreed_at, self.last_change)

    @property
    def agrees_now(self) -> bool:
        """Whether it agreed with the text as it is now."""
        return self.agreed_at is not None and not self.is_outdated


class OpinionRow(NamedTuple):
    """The opinion of a party on a correction; `approves` is None until it answers."""

    id: UUID
    correction_id: UUID
    seat_id: UUID
    organisation: str
    sector: Sector
    asked_at: datetime
    approves: bool | None
    reason: str
    by: str | None
    at: datetime | None


class Unapproved(NamedTuple):
    """Minutes of an earlier session that nobody has approved yet."""

    session_id: UUID
    number: int
    title: str
    series_id: UUID | None
    starts_at: datetime
    timezone: str
    is_circulated: bool
    until: datetime | None

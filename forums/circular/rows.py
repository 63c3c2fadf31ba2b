"""Circulars, and the seats with their votes, as plain rows for pages."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.circular.models import CircularState
from forums.circular.rules import Choice, SeatVote
from forums.review.models import Source


class SeatRow(NamedTuple):
    """A seat to which a circular was sent, and its current vote: all from `choice` on is None or "" until it votes."""

    seat_id: UUID
    organisation_id: UUID
    organisation: str
    sector: Sector
    choice: Choice | None
    words: str
    by: str | None
    at: datetime | None
    by_link: bool | None
    source: Source | None
    evidence: str
    opened_at: datetime | None
    """When a participant of the seat first opened the link in the mail; None if nobody did."""

    @property
    def vote(self) -> SeatVote:
        """The vote as the rules count it."""
        return SeatVote(self.sector.value, self.choice)


class CircularRow(NamedTuple):
    """A circular in a list."""

    id: UUID
    code: str
    title: str
    state: CircularState
    ends_at: datetime
    timezone: str
    forum_name: str
    seats: int
    votes: int


class DocumentRow(NamedTuple):
    """A document of a circular; `size` is in bytes."""

    id: UUID
    title: str
    name: str
    size: int
    added_by: str


class ReplyRow(NamedTuple):
    """An answer to questions, with who gave it."""

    text: str
    by: str
    at: datetime


class OnAgenda(NamedTuple):
    """A circular that an agenda item discusses or announces."""

    id: UUID
    code: str
    title: str

"""Rows of the pages of capacity."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from alignment.capacity.rules import FEWEST_SCORES, boxes, lack
from app.organisations.models import Sector


class LevelRow(NamedTuple):
    """The level of an organisation in a competence that counts."""

    organisation_id: UUID
    competence_id: UUID
    needed: int
    held: int

    @property
    def lack(self) -> int:
        """How many levels are lacking."""
        return lack(self.needed, self.held)

    @property
    def boxes(self) -> list[str]:
        """The class of each of its boxes."""
        return boxes(self.needed, self.held)


class NamedOrganisation(NamedTuple):
    """An organisation in a table."""

    id: UUID
    name: str
    label: str
    sector: Sector


class ComingRow(NamedTuple):
    """A planned session of a training forum, with its training if it has one."""

    session_id: UUID
    title: str
    number: int
    forum: str
    starts_at: datetime
    timezone: str
    training_id: UUID | None
    seats: int | None
    competence: str | None

    @property
    def name(self) -> str:
        """The title of the session, else the name of its forum."""
        return self.title or self.forum

    @property
    def day(self) -> date:
        """Its day where it takes place."""
        return self.starts_at.astimezone(ZoneInfo(self.timezone)).date()


class HeldRow(NamedTuple):
    """A training that was held: who came of those recorded, its scores, and the organisations that rose since."""

    id: UUID
    title: str
    forum: str
    starts_at: datetime
    timezone: str
    competence: str
    came: int
    recorded: int
    scores: int
    sum_of_scores: int | None
    rose: int

    @property
    def name(self) -> str:
        """The title of the session, else the name of its forum."""
        return self.title or self.forum

    @property
    def score(self) -> float | None:
        """The mean score to one decimal, or None if there are too few."""
        return mean_score(self.scores, self.sum_of_scores)


class SkillsBarrier(NamedTuple):
    """An open barrier of missing skills, with the next training that answers it."""

    id: UUID
    title: str
    since: date
    owner: str | None
    answered_at: datetime | None


class PresentRow(NamedTuple):
    """An organisation on the attendance list of a training: how many came, its level, and whether it rose after it."""

    id: UUID
    name: str
    label: str
    sector: Sector
    came: int
    needed: int | None
    held: int | None
    rose: bool

    @property
    def is_filled(self) -> bool:
        """Whether it filled in its level."""
        return self.held is not None

    @property
    def can_rise(self) -> bool:
        """Whether its people came and its level, which is below the highest, was not raised after this training."""
        return self.came > 0 and self.held is not None and self.held < 4 and not self.rose

    @property
    def lack(self) -> int:
        """How many levels are lacking."""
        return lack(self.needed or 0, self.held or 0)

    @property
    def boxes(self) -> list[str]:
        """The class of each of its boxes."""
        return boxes(self.needed or 0, self.held or 0)


class HistoryRow(NamedTuple):
    """A level as it was filled in, raised after a training, or recorded by a coordinator."""

    competence: str
    needed: int
    held: int
    at: datetime
    by: str
    source: str
    by_training: bool


def mean_score(number: int, total: int | None) -> float | None:
    """Return the mean of scores to one decimal, or None if there are too few to show it."""
    return None if total is None or number < FEWEST_SCORES else round(total / number, 1)

"""Rules of the board: its columns, and how far a card is past the target of its stage. Days are calendar days."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from agreements.registry.rules import MAKING, Stage
from cooperation.targets.rules import Targets


class Column(enum.Enum):
    """The columns of the board, in order."""

    REQUEST = "request"
    AUDIENCE = "audience"
    MEMORANDUM = "memorandum"
    DRAFTED = "drafted"
    IN_FORCE = "in_force"


def target_of(column: Column, targets: Targets) -> int | None:
    """Return the target of a column in days, for requests in working days; None if it has none."""
    return {
        Column.REQUEST: targets.answer_days,
        Column.AUDIENCE: targets.audience_days,
        Column.MEMORANDUM: targets.memorandum_days,
        Column.DRAFTED: targets.agreement_days,
        Column.IN_FORCE: None,
    }[column]


def days_past(since: date, target: int | None, today: date) -> int:
    """Return how many days more than `target` something has been in its stage; 0 if it is not past it."""
    return 0 if target is None else max(0, (today - since).days - target)


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage after one before signature; `SIGNED` after the last of them, None after that."""
    if stage not in MAKING:
        return None
    following = MAKING.index(stage) + 1
    return MAKING[following] if following < len(MAKING) else Stage.SIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What filters look at in a card."""

    late: bool
    sector: str
    holder_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of the board; None and False are no filter."""

    late: bool = False
    sector: str | None = None
    holder_id: UUID | None = None
    mine: frozenset[UUID] | None = None
    """The reader and their organisation, if only what is in their hands is wanted."""

    def admits(self, standing: Standing) -> bool:
        """Whether a card passes the filters."""
        return (
            (standing.late or not self.late)
            and self.sector in (None, standing.sector)
            and self.holder_id in (None, standing.holder_id)
            and (self.mine is None or standing.holder_id in self.mine)
        )


def median_days(spans: Iterable[tuple[date, date]]) -> int | None:
    """Return the median number of days from the first to the second date of each pair, rounded; None without any."""
    days = [(last - first).days for first, last in spans]
    return round(median(days)) if days else None

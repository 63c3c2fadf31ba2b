"""Rules of regulations: levels and citations, relations, and the stages of a revision. Days are calendar days."""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Level(enum.Enum):
    """Levels of regulations, the highest first."""

    LAW = "law"
    GOVERNMENT = "government"
    PRESIDENT = "president"
    MINISTER = "minister"
    REGION = "region"
    GOVERNOR = "governor"
    GOVERNOR_DECISION = "governor_decision"
    AGENCY_DECISION = "agency_decision"
    CIRCULAR = "circular"


class RelationKind(enum.Enum):
    """What a regulation is to an earlier one."""

    DERIVES_FROM = "derives_from"
    AMENDS = "amends"
    REPEALS = "repeals"


class RevisionStage(enum.Enum):
    """Stages of a revision, in order. ABANDONED ends it without a new text."""

    PROPOSED = "proposed"
    DRAFTED = "drafted"
    LEGAL_REVIEW = "legal_review"
    ENACTED = "enacted"
    IN_FORCE = "in_force"
    ABANDONED = "abandoned"


PREFIXES = {
    Level.LAW: "UU",
    Level.GOVERNMENT: "PP",
    Level.PRESIDENT: "Perpres",
    Level.MINISTER: "Permen",
    Level.REGION: "Perda",
    Level.GOVERNOR: "Pergub",
    Level.GOVERNOR_DECISION: "Kepgub",
    Level.AGENCY_DECISION: "",
    Level.CIRCULAR: "SE",
}
"""How a level is written before a number; the decisions of agencies have numbers of their own making."""
PIPELINE = tuple(stage for stage in RevisionStage if stage is not RevisionStage.ABANDONED)
"""The stages that a revision goes through, in order."""
ENDED = frozenset({RevisionStage.IN_FORCE, RevisionStage.ABANDONED})
LONG = 60
"""Days in one stage from which a revision is a matter to talk about."""


def citation(level: Level, number: str, year: int) -> str:
    """Return how a regulation is cited in short, such as "Perpres 95/2018"."""
    return f"{PREFIXES[level]} {number}/{year}".strip()


def next_stage(stage: RevisionStage) -> RevisionStage | None:
    """Return the stage after `stage`, or None if the revision is over."""
    if stage in ENDED:
        return None
    return PIPELINE[PIPELINE.index(stage) + 1]


def stages_after(stage: RevisionStage) -> tuple[RevisionStage, ...]:
    """Return the stages that a revision has still to enter."""
    return () if stage in ENDED else PIPELINE[PIPELINE.index(stage) + 1 :]


def would_cycle(earlier: Mapping[K, Iterable[K]], newer: K, older: K) -> bool:
    """Return whether `newer` would come from itself if it came from `older`; `earlier` has what each comes from."""
    seen, waiting = set[K](), [older]
    while waiting:
        one = waiting.pop()
        if one == newer:
            return True
        if one not in seen:
            seen.add(one)
            waiting += earlier.get(one, ())
    return False


@dataclass(frozen=True, slots=True)
class Point:
    """A stage on the line of a revision. `days`: since it was entered, at the present one."""

    stage: RevisionStage
    entered_on: date | None
    planned_on: date | None
    is_now: bool
    days: int = 0

    @property
    def is_over(self) -> bool:
        """Whether a later stage was entered, or the revision ended here."""
        return self.entered_on is not None and not self.is_now


def line_of(
    stage: RevisionStage, dates: Mapping[RevisionStage, tuple[date | None, date | None]], today: date
) -> Sequence[Point]:
    """Return the stages of a revision in order; `dates` has when each was entered and for when it is planned."""
    points = []
    for one in PIPELINE:
        entered, planned = dates.get(one, (None, None))
        now = one is stage and stage not in ENDED
        days = (today - entered).days if now and entered else 0
        points.append(Point(one, entered, planned, now, days))
    return points


def late_step(points: Iterable[Point], today: date) -> Point | None:
    """Return the first stage that was to be entered before `today` and was not, or None."""
    waiting = (one for one in points if one.entered_on is None and one.planned_on)
    return next((one for one in waiting if one.planned_on and one.planned_on < today), None)


def out_of_order(planned: Mapping[RevisionStage, date | None]) -> RevisionStage | None:
    """Return the first stage that is planned for before an earlier one, or None."""
    latest: date | None = None
    for stage in PIPELINE:
        day = planned.get(stage)
        if day and latest and day < latest:
            return stage
        latest = day or latest
    return None

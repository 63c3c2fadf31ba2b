"""Rules of barriers: how old one is, when it is put before leadership by itself, and where it stands."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

OLD = 60
"""Days after which an open barrier is old."""
FOR_LEADERSHIP = 90
"""Days after which an open barrier is put before leadership by itself."""


class Tone(enum.Enum):
    """How old a barrier is: up to `OLD` days, up to `FOR_LEADERSHIP`, or older."""

    FRESH = "none"
    OLDER = "warn"
    OLDEST = "bad"


class Standing(enum.Enum):
    """Where a barrier stands: what was done about it last, in the order in which the first that holds is shown."""

    RESOLVED = "resolved"
    DIRECTED = "directed"
    ESCALATED = "escalated"
    HEAD_TOLD = "head_told"
    ON_AGENDA = "on_agenda"
    UNOWNED = "unowned"
    IN_HAND = "in_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides where a barrier stands."""

    resolved: bool = False
    directed: bool = False
    escalated: bool = False
    head_told: bool = False
    on_agenda: bool = False
    owned: bool = False


def age(since: date, resolved_on: date | None, today: date) -> int:
    """Return for how many days a barrier was open until it was resolved, or until today; at least 0."""
    return max(((resolved_on or today) - since).days, 0)


def tone(days: int) -> Tone:
    """Return how old a barrier of so many days is."""
    if days > FOR_LEADERSHIP:
        return Tone.OLDEST
    return Tone.OLDER if days > OLD else Tone.FRESH


def last_day_before(today: date, days: int) -> date:
    """Return the last day since which an open barrier is older than so many days."""
    return today - timedelta(days=days + 1)


def standing(facts: Facts) -> Standing:
    """Return where a barrier stands."""
    order = (
        (facts.resolved, Standing.RESOLVED),
        (facts.directed, Standing.DIRECTED),
        (facts.escalated, Standing.ESCALATED),
        (facts.head_told, Standing.HEAD_TOLD),
        (facts.on_agenda, Standing.ON_AGENDA),
        (not facts.owned, Standing.UNOWNED),
    )
    return next((found for holds, found in order if holds), Standing.IN_HAND)


def mean_age(spans: Iterable[tuple[date, date]]) -> int | None:
    """Return the mean number of days from the first to the second day, or None without any."""
    days = [(until - since).days for since, until in spans]
    return round(mean(days)) if days else None

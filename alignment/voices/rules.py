"""Rules of both directions: who raised it, how long the answer took, and what became of it. Pure."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any


class Raiser(enum.Enum):
    """Who raised it: leadership from above; a sector by its participants, or the public, from below."""

    LEADERSHIP = "leadership"
    GOVERNMENT = "government"
    REGIONAL_ENTERPRISE = "regional_enterprise"
    PRIVATE = "private"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    PUBLIC = "public"


class Outcome(enum.Enum):
    """What became of it, the furthest that the reader may know."""

    WAITING = "waiting"
    DECLINED = "declined"
    ANSWERED = "answered"
    ON_AGENDA = "on_agenda"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    COMMITTED = "committed"


TAKEN_UP = frozenset({Outcome.ON_AGENDA, Outcome.DISCUSSED, Outcome.DECIDED, Outcome.COMMITTED})
OUTCOMES = {
    "open": Outcome.WAITING,
    "declined": Outcome.DECLINED,
    "answered": Outcome.ANSWERED,
    "merged": Outcome.ANSWERED,
    "on_agenda": Outcome.ON_AGENDA,
    "discussed": Outcome.DISCUSSED,
    "committed": Outcome.COMMITTED,
}
"""The outcome of each state of the register of directives and suggestions, and of items that were discussed."""


def outcome_of(state: str, *, decided: bool) -> Outcome:
    """Return the outcome of a state; an item on the agenda is decided if a decision followed from it."""
    found = OUTCOMES[state]
    return Outcome.DECIDED if decided and found is not Outcome.COMMITTED else found


def days_between(given_at: datetime, replied_at: datetime | None) -> int | None:
    """Return the full days until the answer, or None without one."""
    return None if replied_at is None else max((replied_at - given_at).days, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one raiser raised in a period: how much was answered, taken up and decided; `days` is the median time."""

    raiser: Raiser
    raised: int
    answered: int
    taken_up: int
    decided: int
    days: int | None


def figures(voices: Iterable[Any]) -> list[Figures]:
    """Return the figures of each raiser with a voice, in the order of `Raiser`; voices have raiser, outcome, days."""
    found: dict[Raiser, list[Any]] = defaultdict(list)
    for one in voices:
        found[one.raiser].append(one)
    return [_figures(raiser, found[raiser]) for raiser in Raiser if raiser in found]


def _figures(raiser: Raiser, own: Sequence[Any]) -> Figures:
    days = [one.days for one in own if one.days is not None]
    return Figures(
        raiser=raiser,
        raised=len(own),
        answered=sum(one.outcome is not Outcome.WAITING for one in own),
        taken_up=sum(one.outcome in TAKEN_UP for one in own),
        decided=sum(one.outcome in {Outcome.DECIDED, Outcome.COMMITTED} for one in own),
        days=round(median(days)) if days else None,
    )


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included."""

    since: date
    until: date


def last_year(today: date) -> Period:
    """Return the 365 days up to today."""
    return Period(today - timedelta(days=364), today)


def quarter(day: date) -> Period:
    """Return the quarter of a day."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    following = (first + timedelta(days=100)).replace(day=1)  # in the first month of the next quarter
    return Period(first, following - timedelta(days=1))


def quarter_before(day: date) -> Period:
    """Return the quarter before that of a day."""
    return quarter(quarter(day).since - timedelta(days=1))

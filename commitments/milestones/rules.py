"""Rules of milestones. Days are calendar days in the instance's zone."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

MOST = 20
"""How many milestones a commitment can have."""


class Unfit(enum.Enum):
    """Why a milestone cannot have a date."""

    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


class Step(Protocol):
    """What the rules need to know of a milestone."""

    @property
    def due(self) -> date:
        """Return its date."""

    @property
    def reached_on(self) -> date | None:
        """Return when it was reached, or None."""


def unfit(due: date, *, proposed_on: date, current_due: date) -> Unfit | None:
    """Return why a milestone of a commitment cannot be due on a day, or None.

    It lies between the proposal of the commitment and its current due date, both included.
    """
    if due < proposed_on:
        return Unfit.TOO_EARLY
    return Unfit.TOO_LATE if due > current_due else None


S = TypeVar("S", bound=Step)


def in_order(milestones: Iterable[S]) -> list[S]:
    """Return milestones by date."""
    return sorted(milestones, key=lambda one: one.due)


def not_reached(milestones: Iterable[S]) -> list[S]:
    """Return the milestones that are not reached, by date."""
    return [one for one in in_order(milestones) if one.reached_on is None]


def share_reached(milestones: Sequence[Step]) -> int | None:
    """Return the share of milestones that are reached in percent, which suggests the progress; None without any."""
    if not milestones:
        return None
    return round(100 * sum(one.reached_on is not None for one in milestones) / len(milestones))

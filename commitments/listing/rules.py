"""Rules of the list of commitments: groups of rows. Days are calendar days in the instance's zone."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple, TypeVar

from commitments.registry.rules import OPEN, OWED, Delivery

R = TypeVar("R")


class Group(enum.Enum):
    """Values of `?group=`: by what rows are grouped."""

    DUE = "due"
    CIRCLE = "circle"
    RESPONSIBLE = "responsible"
    STATE = "state"
    NONE = "none"


class DueGroup(enum.Enum):
    """When a commitment is due, in the order in which the groups are listed."""

    LATE = "late"
    """Binding, not delivered and past the due date."""
    WAITING = "waiting"
    """Past the due date, but not binding yet, or delivered and waiting to be verified."""
    THIS_WEEK = "this_week"
    LATER = "later"
    ENDED = "ended"


class Grouped(NamedTuple):
    """Rows under one heading; `key` identifies the group."""

    key: object
    rows: Sequence[object]


def end_of_week(day: date) -> date:
    """Return the Sunday of the week of a day."""
    return day + timedelta(days=6 - day.weekday())


def due_group(delivery: Delivery, due: date, today: date) -> DueGroup:
    """Return the group of a commitment with a current due date."""
    if delivery not in OPEN:
        return DueGroup.ENDED
    if due < today:
        return DueGroup.LATE if delivery in OWED else DueGroup.WAITING
    return DueGroup.THIS_WEEK if due <= end_of_week(today) else DueGroup.LATER


def grouped(rows: Iterable[R], key: Callable[[R], object]) -> list[Grouped]:
    """Return adjacent rows with the same key together."""
    return [Grouped(name, list(some)) for name, some in groupby(rows, key=key)]


def by_due(rows: Iterable[R], when: Callable[[R], DueGroup], *, latest_first: bool = False) -> list[Grouped]:
    """Return rows by when they are due; within a group they keep their order."""
    order = list(reversed(DueGroup)) if latest_first else list(DueGroup)
    return grouped(sorted(rows, key=lambda row: order.index(when(row))), when)

"""Rules of dispositions: their states, and when one is overdue. Days are calendar days in the instance's zone."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID


class DispositionState(enum.Enum):
    """What became of a disposition."""

    GIVEN = "given"
    TAKEN = "taken"
    """The receiver works on it."""
    ANSWERED = "answered"
    PASSED_BACK = "passed_back"
    REPLACED = "replaced"
    """A later disposition of the same thing took its place."""


OPEN = frozenset({DispositionState.GIVEN, DispositionState.TAKEN})


class Step(Protocol):
    """What the rules need to know of a disposition in a chain."""

    @property
    def giver_id(self) -> UUID:
        """Return who gave it."""

    @property
    def receiver_id(self) -> UUID:
        """Return who received it."""


S = TypeVar("S", bound=Step)


def is_overdue(state: DispositionState, due: date, today: date) -> bool:
    """Return whether a disposition is open past its date."""
    return state in OPEN and due < today


def above(chain: Iterable[S]) -> Iterator[S]:
    """Yield the dispositions that led to the newest, which is first in `chain` (newest first), and that one.

    A receiver who passed a disposition on gave the next one; where somebody else gave a new one, the chain begins.
    """
    newest: S | None = None
    for step in chain:
        if newest is not None and step.receiver_id != newest.giver_id:
            return
        yield step
        newest = step

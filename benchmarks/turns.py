"""Two functions measured in turns in this process, so that slow moments of the machine affect both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

Work = Callable[[], object]


class Turns(NamedTuple):
    """The median seconds of each function."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Our time as a multiple of theirs."""
        return self.ours / self.theirs

    @property
    def note(self) -> str:
        """Both times in milliseconds, as text."""
        return f"{self.ours * 1000:.2f} ms against {self.theirs * 1000:.2f} ms"


def in_turns(ours: Work, theirs: Work, *, rounds: int, times: int = 1, clock: Work = time.process_time) -> Turns:
    """Return what one call of each takes, by `clock` (CPU time of this process), after a call of each to warm up.

    A round is `times` calls of one and then of the other, in changing order. Garbage is collected as
    seldom as in a web worker (gunicorn.conf.py).
    """
    gc.freeze()
    gc.set_threshold(14_000, 20, 20)
    taken: dict[Work, list[float]] = {ours: [], theirs: []}
    ours(), theirs()
    for number in range(rounds):
        for work in (ours, theirs) if number % 2 else (theirs, ours):
            taken[work].append(_seconds(work, times, clock))
    return Turns(median(taken[ours]), median(taken[theirs]))


def _seconds(work: Work, times: int, clock: Callable[[], object]) -> float:
    gc.collect()  # neither collects the garbage of the other
    began = clock()
    for _ in range(times):
        work()
    return (clock() - began) / times  # type: ignore[operator]

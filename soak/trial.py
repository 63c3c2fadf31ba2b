"""A trial: what it is asked for, what it reports, and the list of all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random

from app.audit import chain
from app.database.transactions import transaction
from soak.findings import Finding
from soak.instance import Ground, Instance
from soak.invariants import check


@dataclass
class Plan:
    """What a run asks of a trial: its time in seconds, its dice, whether it may take long."""

    ground: Ground
    stack: ExitStack
    seed: int
    seconds: float
    is_long: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether the time is spent: finish what was begun."""
        return time.monotonic() - self.began > self.seconds

    def dice(self, name: str) -> Random:
        """Return chance that falls the same way for the same seed."""
        return Random(f"{self.seed} {name}")


@dataclass
class Report:
    """What came of a trial: acts that were accepted, kills, what else is worth a figure, and all that is wrong."""

    name: str
    acts: int = 0
    kills: int = 0
    figures: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0

    def look_at(self, instance: Instance) -> None:
        """Seal what is not sealed yet, then look for what is wrong in the instance's database."""
        with instance.opened():
            with transaction():
                chain.seal(everywhere=True)
            self.findings += check()


Trial = Callable[[Plan], list[Report]]

TRIALS: dict[str, tuple[Trial, int]] = {}
"""Every trial by its name, with its share of the time."""


def trial(name: str, *, share: int) -> Callable[[Trial], Trial]:
    """Register a trial; it gets `share` parts of a run's minutes."""

    def register(run: Trial) -> Trial:
        TRIALS[name] = (run, share)
        return run

    return register


def as_figures(counts: Counter[str], *names: str) -> dict[str, object]:
    """Return some counts as figures of a report."""
    return {name: counts[name] for name in names}

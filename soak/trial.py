"""Trials: their plan, their report, and the registry."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random

from app.audit import chain
from app.database.transactions import transaction
from app.search import index
from soak.findings import Finding, contradictory
from soak.instance import Environment, Instance
from soak.invariants import check


@dataclass
class Plan:
    """The parameters of a trial: its time in seconds, its random seed, and whether it may take long."""

    environment: Environment
    stack: ExitStack
    seed: int
    seconds: float
    is_long: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether the time has passed; what was started is still finished."""
        return time.monotonic() - self.began > self.seconds

    def random(self, name: str) -> Random:
        """Return a random generator that repeats itself for the same seed and name."""
        return Random(f"{self.seed} {name}")


@dataclass
class Report:
    """The result of a trial: the number of accepted acts and of kills, other figures, and the findings."""

    name: str
    acts: int = 0
    kills: int = 0
    figures: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0

    def check(self, instance: Instance) -> None:
        """Seal the remaining audit rows, then check the search index and the invariants of the instance's database."""
        with instance.opened():
            with transaction():
                chain.seal(everywhere=True)
                entries = index.rebuild()
            if entries:
                self.findings.append(contradictory(f"{entries} entries of the search index differ from their objects"))
            self.findings += check()


Trial = Callable[[Plan], list[Report]]

TRIALS: dict[str, tuple[Trial, int]] = {}
"""The registered trials by name, with their share of the time."""


def trial(name: str, *, share: int) -> Callable[[Trial], Trial]:
    """Register a trial; it gets `share` parts of a run's minutes."""

    def register(run: Trial) -> Trial:
        TRIALS[name] = (run, share)
        return run

    return register


def as_figures(counts: Counter[str], *names: str) -> dict[str, object]:
    """Return some counts as figures of a report."""
    return {name: counts[name] for name in names}

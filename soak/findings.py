"""What is wrong with a database or with what people were told."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


class Fault(enum.Enum):
    """The three ways in which a record can fail people."""

    LOST = "lost"
    CONTRADICTORY = "contradictory"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in a sentence."""

    fault: Fault
    what: str

    def __str__(self) -> str:
        return f"{self.fault.value}: {self.what}"


def lost(what: object) -> Finding:
    """Something that was accepted is not there."""
    return Finding(Fault.LOST, str(what))


def contradictory(what: object) -> Finding:
    """Two things that cannot both be true, or half of what belongs together."""
    return Finding(Fault.CONTRADICTORY, str(what))


def doubled(what: object) -> Finding:
    """Something is there twice."""
    return Finding(Fault.DOUBLED, str(what))


def tally(findings: Iterable[Finding]) -> Counter[Fault]:
    """Count findings by their kind."""
    return Counter(finding.fault for finding in findings)

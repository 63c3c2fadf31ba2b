"""Findings: what is wrong with a database, or with the answers that users received."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


class Fault(enum.Enum):
    """The kinds of findings."""

    LOST = "lost"
    CONTRADICTORY = "contradictory"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, described in a sentence."""

    fault: Fault
    what: str

    def __str__(self) -> str:
        return f"{self.fault.value}: {self.what}"


def lost(what: object) -> Finding:
    """Return a finding: something that was accepted does not exist."""
    return Finding(Fault.LOST, str(what))


def contradictory(what: object) -> Finding:
    """Return a finding: two facts that cannot both be true, or a part that is missing."""
    return Finding(Fault.CONTRADICTORY, str(what))


def doubled(what: object) -> Finding:
    """Return a finding: something exists twice."""
    return Finding(Fault.DOUBLED, str(what))


def tally(findings: Iterable[Finding]) -> Counter[Fault]:
    """Count findings by their kind."""
    return Counter(finding.fault for finding in findings)

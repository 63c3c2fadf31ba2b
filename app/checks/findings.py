"""What a check returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from config import Settings


class Severity(StrEnum):
    """How serious a finding is."""

    FAULT = "fault"
    """Something does not work."""
    ADVICE = "advice"
    """Something should be looked at."""


class State(StrEnum):
    """The state of a check: its most serious finding."""

    OK = "ok"
    ADVICE = "advice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem and how to correct it. `subject` is the setting or file concerned, if the problem does not say."""

    severity: Severity
    problem: Any
    remedy: Any
    subject: str = ""
    stops_start: bool = False
    """Whether web and scheduler do not start, because they could do nothing until it is corrected."""

    @property
    def text(self) -> str:
        """The problem as a sentence."""
        return f"{self.subject}: {self.problem}" if self.subject else str(self.problem)

    @property
    def line(self) -> str:
        """The finding in one line."""
        return " ".join(f"{self.severity}: {self.text} {self.remedy}".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What checks examine: the settings with one line for each that was refused, the environment, and the time."""

    settings: Settings
    config_errors: Sequence[str]
    environ: Mapping[str, str]
    now: datetime

    @property
    def in_production(self) -> Severity:
        """The severity of problems that do not matter outside production."""
        return Severity.FAULT if self.settings.production else Severity.ADVICE

    def refused(self, setting: str) -> bool:
        """Return whether a setting was refused."""
        return any(line.startswith(setting) for line in self.config_errors)


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name; `purpose` says what does not work if it fails."""

    name: str
    label: Any
    purpose: Any
    examine: Callable[[Surroundings], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Result:
    """The findings of a check."""

    check: Check
    findings: Sequence[Finding]

    @property
    def state(self) -> State:
        """The state of its most serious finding."""
        severities = {finding.severity for finding in self.findings}
        if Severity.FAULT in severities:
            return State.FAULT
        return State.ADVICE if severities else State.OK

    @property
    def rank(self) -> int:
        """Its place in a list that begins with the most serious."""
        return (State.FAULT, State.ADVICE, State.OK).index(self.state)

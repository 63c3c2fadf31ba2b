"""Targets of the pipeline: how long a cooperation should stay in each stage at most."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 366
"""Maximum number of days of a target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Days per stage: working days until a request is answered, calendar days for the stages after it."""

    answer_days: int = 5
    audience_days: int = 30
    memorandum_days: int = 45
    agreement_days: int = 60

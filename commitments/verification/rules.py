"""Rules of verification: what the findings for the criteria amount to, and how long a delivery has waited."""

from __future__ import annotations

import enum
from collections.abc import Collection
from datetime import date, timedelta

from app.calendars.shifts import HolidayOn, nearest_working_day
from commitments.registry.rules import Verification

TARGET = 5
"""Working days within which a verifier should examine a delivery."""
A_DAY = timedelta(days=1)


class Finding(enum.Enum):
    """What the verifier found for one acceptance criterion."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


def overall(findings: Collection[Finding]) -> Verification:
    """Return what findings amount to: met only if all are, returned if not even a part of one is met."""
    if not findings:
        return Verification.UNVERIFIED
    if all(one is Finding.MET for one in findings):
        return Verification.MET
    if all(one is Finding.NOT_MET for one in findings):
        return Verification.RETURNED
    return Verification.PARTIALLY_MET


def agrees_with(verdict: Verification, findings: Collection[Finding]) -> bool:
    """Return whether a verdict may be given with these findings; without findings, it stands by itself.

    A delivery may be returned although some criteria are met, but not if all are.
    """
    found = overall(findings)
    if found is Verification.UNVERIFIED:
        return True
    return found is verdict or (verdict is Verification.RETURNED and found is Verification.PARTIALLY_MET)


def working_days_waited(since: date, today: date, holiday_on: HolidayOn) -> int:
    """Return the number of working days after `since` up to `today`."""
    count, day = 0, nearest_working_day(since, holiday_on, step=1)
    while day <= today:
        count, day = count + 1, nearest_working_day(day, holiday_on, step=1)
    return count

"""Rules of the review of minutes: what parties answered, when a deputy may approve, when the silent are reminded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from app.calendars.shifts import SATURDAY, HolidayOn, nearest_working_day

Key = TypeVar("Key")

REMINDED = timedelta(days=2)
"""How long before the last day for corrections the silent parties are reminded."""
FRESH = timedelta(hours=20)
"""No reminder is sent this soon after the minutes were circulated."""


class PartyAnswer(StrEnum):
    """The answer of a party to circulated minutes."""

    AGREED = "agreed"
    CORRECTED = "corrected"
    SILENT = "silent"


def answer_of(*, agreed: bool, corrections: int) -> PartyAnswer:
    """Return the answer of a party: its agreement counts more than the corrections that it requested before."""
    if agreed:
        return PartyAnswer.AGREED
    return PartyAnswer.CORRECTED if corrections else PartyAnswer.SILENT


def is_outdated(agreed_at: datetime | None, last_change: datetime | None) -> bool:
    """Whether a party agreed before the last direct change of the text, `last_change`, and not again since."""
    return agreed_at is not None and last_change is not None and agreed_at <= last_change


def all_agreed(agreements: Collection[bool]) -> bool:
    """Whether there are parties and all of them agree with the text as it is now."""
    return bool(agreements) and all(agreements)


def counts(seat_id: Any, *, observer: bool, measured_by: Mapping[str, Any] | None) -> bool:
    """Whether a seat is a party: it counted for the quorum when the session was closed, or is no observer's seat."""
    return str(seat_id) not in measured_by["observers"] if measured_by else not observer


def deputy_since(correction_until: datetime, days: int) -> datetime:
    """Return the instant after which a deputy may approve."""
    return correction_until + timedelta(days=days)


def reminder_day(last_day: date, holiday_on: HolidayOn) -> date:
    """Return the working day on which silent parties are reminded: two days before `last_day`, or the one before."""
    day = last_day - REMINDED
    if day.weekday() >= SATURDAY or holiday_on(day) is not None:
        return nearest_working_day(day, holiday_on, step=-1)
    return day


def named_in(text: str, names: Mapping[Key, Iterable[str]]) -> list[Key]:
    """Return the keys of `names` of which at least one name is in the text as a whole word, ignoring case."""
    return [key for key, known in names.items() if any(_contains(text, name) for name in known if name)]


def _contains(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None

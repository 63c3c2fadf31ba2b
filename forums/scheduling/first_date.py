"""The first date of a schedule compared with its rule: whether they agree, and the nearest dates that would."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.calendars.choices import Repeat
from app.calendars.errors import RuleRefused
from app.calendars.labels import describe, describe_choice
from app.calendars.recurrence import Recurrence
from app.errors import RuleViolation
from forums.scheduling.actions import Schedule, recurrence_from

A_SECOND = timedelta(seconds=1)
LONGEST_GAP = timedelta(days=370)
"""How far before a date an earlier one that fits is searched; most rules have one every year."""


@dataclass(frozen=True, slots=True)
class FirstDate:
    """A first date (None: not chosen yet), the rule in words, and the dates nearest to it that fit the rule."""

    day: date | None
    rule: str
    nearest: list[date]
    follows: Schedule | None = None
    """The same repetition on the weekday of `day`, if that would fit."""

    @property
    def disagrees(self) -> bool:
        """Whether a first date was chosen that does not fit the rule."""
        return self.day is not None and self.day not in self.nearest


def first_date(
    wanted: Schedule, *, chosen: bool, timezone: str, today: date, follows: Schedule | None = None
) -> FirstDate | None:
    """Compare the first day of a schedule with its rule, or suggest one near it if it was not `chosen`.

    Returns None if the schedule does not repeat, or is invalid.
    """
    recurrence = _recurrence(wanted, timezone)
    if recurrence is None:
        return None
    next_day = recurrence.starts_at.date()
    words = describe_choice(wanted.choice) if wanted.choice.day else describe(recurrence)  # the time may be missing yet
    if chosen and next_day == wanted.first_day:
        return FirstDate(wanted.first_day, words, [next_day])
    earlier = _day_before(recurrence, wanted.first_day) if chosen else _day_after(recurrence, next_day)
    nearest = sorted({day for day in (earlier, next_day) if day and day >= today})
    day = wanted.first_day if chosen else None
    return FirstDate(day, words, nearest, follows if follows and fits(follows, timezone) else None)


def fits(wanted: Schedule, timezone: str) -> bool:
    """Return whether the first day of a schedule is a day of its rule; an invalid rule has no day that is not."""
    recurrence = _recurrence(wanted, timezone)
    return recurrence is None or recurrence.starts_at.date() == wanted.first_day


def _recurrence(wanted: Schedule, timezone: str) -> Recurrence | None:
    if wanted.choice.repeat is Repeat.ONCE:
        return None
    try:
        return recurrence_from(wanted, timezone=timezone)
    except (RuleViolation, RuleRefused):
        return None


def _day_after(recurrence: Recurrence, day: date) -> date | None:
    """Return the day of the second slot of a recurrence that begins on `day`."""
    slots = (slot.astimezone(recurrence.zone).date() for slot in recurrence.slots())
    return next((found for found in slots if found > day), None)


def _day_before(recurrence: Recurrence, day: date) -> date | None:
    """Return the last day before `day` on which the rule could begin, ignoring its interval."""
    begins = datetime.combine(day - LONGEST_GAP, recurrence.starts_at.time())
    try:
        loose = replace(recurrence, rule=replace(recurrence.rule, interval=1, count=None, until=None), starts_at=begins)
        until = datetime.combine(day, datetime.min.time(), recurrence.zone) - A_SECOND
        days = [slot.astimezone(recurrence.zone).date() for slot in loose.slots(until=until)]
    except RuleRefused:
        return None
    return max(days, default=None)

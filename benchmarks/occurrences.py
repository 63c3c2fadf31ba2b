"""A year of many recurrence rules with holidays, against dateutil alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from app.calendars.holidays import by_date, known_holidays
from app.calendars.recurrence import make_recurrence
from app.calendars.shifts import HolidayOn, HolidayRule, propose
from benchmarks.figures import Figure, at_most
from benchmarks.run import Run
from benchmarks.turns import in_turns

START = datetime(2027, 1, 1, 9)
LAST = datetime(2027, 12, 31, 23, 59)
LAST_INSTANT = datetime(2027, 12, 31, 16, 59, tzinfo=UTC)
ZONE = "Asia/Jakarta"
RULES = {
    "every day": "FREQ=DAILY",
    "working days": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "every Tuesday": "FREQ=WEEKLY;BYDAY=TU",
    "every other Monday and Thursday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "second Wednesday": "FREQ=MONTHLY;BYDAY=2WE",
    "last Thursday": "FREQ=MONTHLY;BYDAY=-1TH",
    "last working day": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "the 17th": "FREQ=MONTHLY;BYMONTHDAY=17",
    "first Saturday of a quarter": "FREQ=MONTHLY;INTERVAL=3;BYDAY=1SA",
    "once a year": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=22",
}


def measure(run: Run) -> Iterator[Figure]:
    """Measure each rule from its text to its dates."""
    on = by_date(holiday for year in (LAST.year, LAST.year + 1) for holiday in known_holidays(year))
    for name, rule in RULES.items():
        ours, theirs = partial(proposals, rule, on.get), partial(alone, rule)
        turns = in_turns(ours, theirs, rounds=9, times=5 if run.quick else 100)
        yield Figure(
            name=f"a year of {name}",
            value=turns.ratio,
            unit="× dateutil",
            bar=at_most(2),
            note=f"{turns.note}, {len(alone(rule))} dates",
            raw={"ours_s": turns.ours, "theirs_s": turns.theirs, "rule": rule},
        )


def proposals(rule: str, holiday_on: HolidayOn) -> list[object]:
    """Return the sessions of the year as Selaras proposes them: instants, moved because of holidays."""
    recurrence = make_recurrence(rule=rule, starts_at=START, timezone=ZONE)
    return [*propose(recurrence, until=LAST_INSTANT, holiday_on=holiday_on, rule=HolidayRule.FORWARD)]


def alone(rule: str) -> list[datetime]:
    """Return the wall times of the year as dateutil gives them."""
    from dateutil.rrule import rrulestr

    found = []
    for moment in rrulestr(rule, dtstart=START):
        if moment > LAST:
            break
        found.append(moment)
    return found

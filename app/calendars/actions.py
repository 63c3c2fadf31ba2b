"""Actions on the list of holidays, which is filled from the holidays package and edited by the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app import audit, events
from app.accounts.models import Person
from app.calendars import queries
from app.calendars.holidays import Holiday, HolidayKind, known_holidays
from app.calendars.models import ListedHoliday, ListedHours, Ramadan
from app.calendars.working_hours import WorkingHours
from app.database import db
from app.errors import RuleViolation

YEARS_AHEAD = 3
"""Number of years after the current one for which the list is kept."""


@dataclass(frozen=True, slots=True)
class HolidaysChanged:
    """Event: days off were added or removed between `first` and `last`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class HoursChanged:
    """Event: the working hours or the quiet hours were set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayDetails:
    """A day off as entered by the administrator."""

    day: date
    name: str
    kind: HolidayKind
    estimated: bool = False


def fill(years: Iterable[int], *, at: datetime) -> int:
    """Add the known holidays of `years` to the list; return how many rows changed. Idempotent.

    Days that the administrator added, changed or removed are kept. Days that the package no longer contains, such as an
    estimate that was replaced by a decreed date, are deleted.
    """
    return sum(_fill_year(year, at=at) for year in years)


def _fill_year(year: int, *, at: datetime) -> int:
    rows = queries.holidays_of(year)
    known = {(holiday.date, holiday.name): holiday for holiday in known_holidays(year)}
    added_before = set(_remembered(year))
    taken = {(row.day, row.name) for row in rows}
    added = [_listed(holiday) for key, holiday in known.items() if key not in added_before | taken]
    stale = [row for row in rows if row.known_day and not row.edited and (row.known_day, row.known_name) not in known]
    revised = [row for row in rows if not row.edited and _differs(row, known.get((row.day, row.name)))]
    changed = [*added, *stale, *revised]
    if not changed:
        return 0
    db.session.add_all(added)
    for row in revised:
        row.kind, row.estimated = known[row.day, row.name].kind, known[row.day, row.name].estimated
    for row in stale:
        db.session.delete(row)
    subject = next(row for row in [*added, *rows] if row not in stale)
    audit.record("holidays.filled", subject, by=None, at=at, year=year, added=len(added), dropped=len(stale))
    days = sorted(row.day for row in changed)
    events.emit(HolidaysChanged(days[0], days[-1]))
    return len(changed)


def _remembered(year: int) -> Iterable[tuple[date | None, str | None]]:
    """Return the days of `year` and their names that were added from the package, even if moved or removed since."""
    between = ListedHoliday.known_day.between(date(year, 1, 1), date(year, 12, 31))
    found = db.session.execute(select(ListedHoliday.known_day, ListedHoliday.known_name).where(between))
    return [(day, name) for day, name in found]


def _listed(holiday: Holiday) -> ListedHoliday:
    return ListedHoliday(
        day=holiday.date,
        name=holiday.name,
        kind=holiday.kind,
        estimated=holiday.estimated,
        known_day=holiday.date,
        known_name=holiday.name,
    )


def _differs(row: ListedHoliday, holiday: Holiday | None) -> bool:
    return holiday is not None and (row.kind, row.estimated) != (holiday.kind, holiday.estimated)


def add(details: HolidayDetails, *, by: Person | None, at: datetime) -> ListedHoliday:
    """Add a day off. Raises RuleViolation if the list already contains it."""
    _refuse_listed(details, None)
    row = ListedHoliday(day=details.day, name=details.name, kind=details.kind, estimated=details.estimated, edited=True)
    db.session.add(row)
    audit.record("holiday.added", row, by=by, at=at, day=row.day, name=row.name)
    events.emit(HolidaysChanged(row.day, row.day))
    return row


def change(row: ListedHoliday, details: HolidayDetails, *, by: Person | None, at: datetime) -> None:
    """Change a day off. Raises RuleViolation if the list already contains that day and name."""
    _refuse_listed(details, row)
    before = row.day
    row.day, row.name, row.kind, row.estimated = details.day, details.name, details.kind, details.estimated
    row.edited = True
    audit.record("holiday.changed", row, by=by, at=at, day=row.day, name=row.name, before=before)
    events.emit(HolidaysChanged(min(before, row.day), max(before, row.day)))


def confirm(row: ListedHoliday, *, by: Person | None, at: datetime) -> None:
    """Mark an estimated day as decreed on its date. Raises RuleViolation if it is not estimated."""
    if not row.estimated:
        raise RuleViolation(_("This day was decreed already"))
    row.estimated, row.edited = False, True
    audit.record("holiday.confirmed", row, by=by, at=at, day=row.day, name=row.name)
    events.emit(HolidaysChanged(row.day, row.day))


def remove(row: ListedHoliday, *, by: Person | None, at: datetime) -> None:
    """Make a listed day a working day; its row is kept, so that it can be restored."""
    row.removed = row.edited = True
    audit.record("holiday.removed", row, by=by, at=at, day=row.day, name=row.name)
    events.emit(HolidaysChanged(row.day, row.day))


def put_back(row: ListedHoliday, *, by: Person | None, at: datetime) -> None:
    """Make a removed day a day off again."""
    row.removed = False
    audit.record("holiday.put_back", row, by=by, at=at, day=row.day, name=row.name)
    events.emit(HolidaysChanged(row.day, row.day))


def _refuse_listed(details: HolidayDetails, row: ListedHoliday | None) -> None:
    same = select(ListedHoliday).where(ListedHoliday.day == details.day, ListedHoliday.name == details.name)
    found = db.session.scalar(same)
    if found is not None and found is not row:
        raise RuleViolation(_("The list already has that day under that name"), field="name")


def enter_ramadan(first_day: date, last_day: date, *, by: Person | None, at: datetime) -> Ramadan:
    """Add a fasting month. Raises RuleViolation if it ends before it begins, or overlaps another."""
    if last_day < first_day:
        raise RuleViolation(_("Choose a last day on or after the first"), field="last_day")
    if queries.ramadans(first_day, last_day):
        raise RuleViolation(_("These days touch a Ramadan that is already entered"), field="first_day")
    row = Ramadan(first_day=first_day, last_day=last_day)
    db.session.add(row)
    audit.record("ramadan.entered", row, by=by, at=at, first_day=first_day, last_day=last_day)
    return row


def drop_ramadan(row: Ramadan, *, by: Person | None, at: datetime) -> None:
    """Delete a fasting month."""
    audit.record("ramadan.dropped", row, by=by, at=at, first_day=row.first_day, last_day=row.last_day)
    db.session.execute(delete(Ramadan).where(Ramadan.id == row.id))


def set_hours(hours: WorkingHours, *, by: Person | None, at: datetime) -> None:
    """Set the hours that offices keep free. Raises RuleViolation if the prayer ends before it begins."""
    if hours.friday_prayer_ends <= hours.friday_prayer_starts:
        raise RuleViolation(_("Choose a time after the first one"), field="friday_prayer_ends")
    wanted = asdict(hours)
    row = queries.listed_hours()
    if row is None:
        row = ListedHours(**wanted)
        db.session.add(row)
    for name, value in wanted.items():
        setattr(row, name, value)
    audit.record("working_hours.set", row, by=by, at=at, **{name: value.isoformat() for name, value in wanted.items()})
    events.emit(HoursChanged())

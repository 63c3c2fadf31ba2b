"""Queries for days off, Ramadans and working hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, extract, func, null, select, union_all

from app.calendars.holidays import Holiday, HolidayKind, by_date, joint_leave_decreed, known_holidays
from app.calendars.models import ListedHoliday, ListedHours, Ramadan
from app.calendars.shifts import HolidayOn
from app.calendars.working_hours import Period, WorkingHours
from app.database import db

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])
A_FEW_WEEKS = 60
"""Days around the requested ones to which a session may be moved."""


def holiday_lookup(first: date, last: date) -> HolidayOn:
    """Return a function from date to holiday for sessions from `first` to `last`; executes one statement.

    Years without any listed day are taken from the holidays package.
    """
    years = range(_year_of(first, -A_FEW_WEEKS), _year_of(last, A_FEW_WEEKS) + 1)
    between = ListedHoliday.day.between(date(years[0], 1, 1), date(years[-1], 12, 31))
    rows = db.session.scalars(select(ListedHoliday).where(between)).all()
    return by_date(_listed_or_known(rows, years)).get


class DaysOff(NamedTuple):
    """The holidays by date, without removed ones, and the fasting months that overlap the requested days."""

    holidays: dict[date, Holiday]
    ramadans: tuple[Period, ...]


def days_off(first: date, last: date) -> DaysOff:
    """Return the days off from `first` to `last`, both included, in one statement.

    Years without any listed day are taken from the holidays package.
    """
    rows = db.session.execute(_days_off(first, last, date(first.year, 1, 1), date(last.year, 12, 31))).all()
    listed = [row for row in rows if row.name is not None]
    found = _listed_or_known(listed, range(first.year, last.year + 1))
    fasts = sorted((row.day, row.last_day) for row in rows if row.name is None)
    return DaysOff(by_date(one for one in found if first <= one.date <= last), tuple(Period(*days) for days in fasts))


def _listed_or_known(rows: Iterable[Any], years: Iterable[int]) -> list[Holiday]:
    """Return the holidays in rows that are not removed, and the known holidays of years without any row."""
    listed_years, found = set(), []
    for row in rows:
        listed_years.add(row.day.year)
        if not row.removed:
            found.append(Holiday(row.day, row.name, row.kind, row.estimated))
    return found + [one for year in years if year not in listed_years for one in known_holidays(year)]


def _days_off(first: date, last: date, opens: date, closes: date) -> CompoundSelect[*tuple[Any, ...]]:
    """Select the holidays of whole years, and fasting months as rows without a name."""
    holiday = (ListedHoliday.name, ListedHoliday.kind, ListedHoliday.estimated, ListedHoliday.removed)
    listed = select(ListedHoliday.day.label("day"), ListedHoliday.day.label("last_day"), *holiday)
    fasts = select(Ramadan.first_day, Ramadan.last_day, *(null() for _ in holiday)).where(_touches(first, last))
    return union_all(listed.where(ListedHoliday.day.between(opens, closes)), fasts)


class HolidayRow(NamedTuple):
    """A row of the list, possibly removed."""

    id: UUID
    day: date
    name: str
    kind: HolidayKind
    estimated: bool
    removed: bool


def holiday_rows(year: int) -> tuple[HolidayRow, ...]:
    """Return the rows of the list of a year, by date."""
    return tuple(map(HolidayRow._make, db.session.execute(_lines(date(year, 1, 1), date(year, 12, 31))).all()))


def _lines(first: date, last: date) -> Select[UUID, date, str, HolidayKind, bool, bool]:
    columns = (ListedHoliday.kind, ListedHoliday.estimated, ListedHoliday.removed)
    return _by_day(select(ListedHoliday.id, ListedHoliday.day, ListedHoliday.name, *columns), first, last)


def holidays_of(year: int) -> list[ListedHoliday]:
    """Return the listed holidays of a year by date, including removed ones."""
    return list(db.session.scalars(_between(date(year, 1, 1), date(year, 12, 31))))


def _between(first: date, last: date) -> Select[ListedHoliday]:
    return _by_day(select(ListedHoliday), first, last)


def _by_day(query: Q, first: date, last: date) -> Q:
    return query.where(ListedHoliday.day.between(first, last)).order_by(ListedHoliday.day, ListedHoliday.name)


def undecreed_years(first: int, last: int) -> list[int]:
    """Return the years from `first` to `last` whose joint leave is neither listed nor decreed."""
    year = extract("year", ListedHoliday.day)
    counted = (
        select(year, func.count())
        .where(ListedHoliday.kind == HolidayKind.GOVERNMENT, ListedHoliday.removed.is_(False))
        .where(ListedHoliday.day.between(date(first, 1, 1), date(last, 12, 31)))
        .group_by(year)
    )
    decreed = {int(found) for found, _number in db.session.execute(counted)}
    return [year for year in range(first, last + 1) if year not in decreed and not joint_leave_decreed(year)]


def working_hours() -> WorkingHours:
    """Return the hours that offices keep free: those that were entered, else the defaults."""
    row = listed_hours()
    return row.hours if row else WorkingHours()


def listed_hours() -> ListedHours | None:
    """Return the row of hours, or None if they were never entered."""
    return db.session.scalar(_hours())


def _hours() -> Select[ListedHours]:
    return select(ListedHours).limit(1)


def ramadans(first: date, last: date) -> list[Period]:
    """Return the fasting months that overlap the days from `first` to `last`, both included."""
    return [Period(*days) for _id, *days in db.session.execute(_touching(first, last)).all()]


class RamadanRow(NamedTuple):
    """A fasting month in the list."""

    id: UUID
    first_day: date
    last_day: date


def ramadans_of(year: int) -> tuple[RamadanRow, ...]:
    """Return the fasting months that overlap a year."""
    return tuple(map(RamadanRow._make, db.session.execute(_touching(date(year, 1, 1), date(year, 12, 31))).all()))


def _touching(first: date, last: date) -> Select[UUID, date, date]:
    query = select(Ramadan.id, Ramadan.first_day, Ramadan.last_day).where(_touches(first, last))
    return query.order_by(Ramadan.first_day)


def _touches(first: date, last: date) -> ColumnElement[bool]:
    return and_(Ramadan.first_day <= last, Ramadan.last_day >= first)


def _year_of(day: date, days: int) -> int:
    return date.fromordinal(day.toordinal() + days).year

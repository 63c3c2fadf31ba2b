"""Local dates in SQL: on which date an instant falls in a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, String, case, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.sql.functions import FunctionElement

from app.calendars.recurrence import to_instant
from app.calendars.zones import changes

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days from `first` to `last` in a time zone, both included: the instants from `since` to before `until`.

    `shift` is the UTC offset at the end; `earlier` contains, in order, each instant up to which another offset applied.
    Windows without those share one compiled statement.
    """

    first: date
    last: date
    zone: str
    since: datetime
    until: datetime
    shift: str
    earlier: tuple[tuple[datetime, str], ...]


def window(first: date, last: date, zone: ZoneInfo) -> Window:
    """Return the days from `first` to `last`, both included, in `zone`."""
    since, until = (to_instant(datetime.combine(day, time()), zone) for day in (first, last + DAY))
    turns = [one for one in changes(zone, since, until) if one < until]
    return Window(
        first=first,
        last=last,
        zone=zone.key,
        since=since,
        until=until,
        shift=_shift(zone, turns[-1] if turns else since),
        earlier=tuple((one, _shift(zone, before)) for before, one in zip([since, *turns], turns, strict=False)),
    )


def _shift(zone: ZoneInfo, moment: datetime) -> str:
    ahead = moment.astimezone(zone).utcoffset() or timedelta()
    return f"{ahead.total_seconds():+.0f} seconds"


def local_date(moment: SQLCoreOperations[datetime], days: Window) -> ColumnElement[date]:
    """Return the expression for the local date of a datetime column, which is in one of these days."""
    shift: Any = type_coerce(days.shift, String)
    if days.earlier:
        shift = case(*((moment < turn, ahead) for turn, ahead in days.earlier), else_=shift)
    return LocalDate(moment, type_coerce(days.zone, String), shift)


class LocalDate(FunctionElement[date]):
    """The date of an instant: on PostgreSQL by the name of the time zone, on SQLite by the UTC offset."""

    name = "local_date"
    type = Date()
    inherit_cache = True


@compiles(LocalDate, "postgresql")
def _by_name(element: LocalDate, compiler: SQLCompiler, **options: Any) -> str:
    moment, zone, _shift = element.clauses
    return f"CAST(timezone({compiler.process(zone, **options)}, {compiler.process(moment, **options)}) AS DATE)"


@compiles(LocalDate, "sqlite")
def _by_shift(element: LocalDate, compiler: SQLCompiler, **options: Any) -> str:
    moment, _zone, shift = element.clauses
    return f"date({compiler.process(moment, **options)}, {compiler.process(shift, **options)})"

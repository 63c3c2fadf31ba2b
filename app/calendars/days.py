"""Days of a place in SQL: on which date, by the clocks of a zone, an instant falls."""

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
    """The days from `first` to `last` of a zone, both included: the instants from `since` up to `until`, not with it.

    `shift` is how far its clocks are ahead of UTC at the end; `earlier` holds each instant until which they were
    ahead by something else, in order. A window without those shares its statement with all others.
    """

    first: date
    last: date
    zone: str
    since: datetime
    until: datetime
    shift: str
    earlier: tuple[tuple[datetime, str], ...]


def window(first: date, last: date, zone: ZoneInfo) -> Window:
    """Return the days from `first` to `last`, both included, by the clocks of `zone`."""
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
    """Return on which of these days a column's instant falls; of instants outside, what would be their date."""
    shift: Any = type_coerce(days.shift, String)
    if days.earlier:
        shift = case(*((moment < turn, ahead) for turn, ahead in days.earlier), else_=shift)
    return LocalDate(moment, type_coerce(days.zone, String), shift)


class LocalDate(FunctionElement[date]):
    """The date of an instant: on PostgreSQL by the zone's name, on SQLite by what its clocks are ahead."""

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

"""The calendar page: the sessions of a month, week or year that a person may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.calendars.days import window
from app.calendars.holidays import Holiday
from app.calendars.queries import days_off
from app.calendars.working_hours import Period as Fast
from app.clock import today, utc_now, zone
from app.web.arguments import member_of
from app.web.policies import guarded
from forums.calendar.grid import Grid, Month, weeks_with_sessions
from forums.calendar.labels import calendar_addresses, carried_filters
from forums.calendar.queries import Counted, Found, counts_by_day, sessions_by_day
from forums.calendar.rules import Period, View
from forums.calendar.slots import free_slots
from forums.scheduling import policies
from forums.scheduling.filters import calendar_filters

T = TypeVar("T")
Off = Sequence[tuple[date, Holiday]]
bp = Blueprint("calendar", __name__)

MOST = {View.MONTH: 3, View.WEEK: 12}
"""The most sessions shown per day; the list has the others."""


@bp.get("/calendar")
@guarded(policies.list_forums)
def show() -> ResponseReturnValue:
    """Show the month, week or year in the URL, by default the current month."""
    view = member_of(View, request.args.get("view")) or View.MONTH
    period = Period.written(view, request.args.get(view.value, "")) or Period.around(view, today())
    filters = calendar_filters(request.args)
    criteria = current_user, filters, today(), utc_now(), window(*period.shown, zone())
    off = days_off(*period.shown)
    holidays, ramadans = tuple(off.holidays.items()), off.ramadans
    shown: dict[str, Any]
    if view is View.YEAR:
        counts = counts_by_day(*criteria)
        shown = {"months": _months(period, counts, holidays, ramadans), "forums": ()}
        shown["total"] = sum(number for _day, (number, _proposed) in counts)
    else:
        grid = _grid(period, sessions_by_day(*criteria, most=MOST[view]), holidays, ramadans)
        shown = {"grid": grid, "total": grid.total, "forums": grid.forums}
        if view is View.WEEK:
            shown |= _hours(grid)
    return render_template("forums/calendar/show.html", period=period, filters=filters, **shown)


def _hours(grid: Grid) -> dict[str, Any]:
    """Return the current local time, and for those who may add sessions the free slots."""
    begins = policies.begin_session(current_user)
    slots = free_slots(grid, zone=zone(), now=utc_now()) if begins else []
    return {"begins": begins, "slots": slots, "present": utc_now().astimezone(zone())}


def _grid(period: Period, found: Iterable[Found], holidays: Off, ramadans: tuple[Fast, ...]) -> Grid:
    listed = url_for("forums.sessions.index", **carried_filters())
    return weeks_with_sessions(
        period,
        found,
        zone=zone(),
        holidays=dict(holidays),
        ramadans=ramadans,
        listed=listed + ("&day=" if "?" in listed else "?day="),
    )


def _months(period: Period, counts: Sequence[Counted], holidays: Off, ramadans: tuple[Fast, ...]) -> list[Month]:
    months = period.months()
    return [
        Month(month, address, _of(month, counts), _of(month, holidays), ramadans)
        for month, address in zip(months, calendar_addresses(months), strict=True)
    ]


def _of(month: Period, days: Iterable[tuple[date, T]]) -> tuple[tuple[date, T], ...]:
    return tuple((day, there) for day, there in days if day.month == month.first.month)

"""The page of the calendar: a month, a week or a year of the sessions that a person may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.arguments import member_of
from app.calendars.days import window
from app.calendars.queries import holidays_between, ramadans
from app.clock import today, utc_now
from app.policy import guarded
from app.shared import shared_page
from forums.calendar.grid import Month, weeks_with_sessions
from forums.calendar.queries import counts_by_day, sessions_by_day
from forums.calendar.rules import Period, View
from forums.calendar.words import calendar_addresses, carried_filters
from forums.scheduling import policies
from forums.scheduling.listing import SessionFilters, calendar_filters

T = TypeVar("T")
bp = Blueprint("calendar", __name__)

MOST = {View.MONTH: 3, View.WEEK: 12}
"""How many sessions of a day are shown; the list has the others."""


@bp.get("/calendar")
@guarded(policies.list_forums)
def show() -> ResponseReturnValue:
    """Show the month, week or year that the address names, or the present one."""
    view = member_of(View, request.args.get("view")) or View.MONTH
    period = Period.written(view, request.args.get(view.value, "")) or Period.around(view, today())
    filters = calendar_filters(request.args)
    shown = _year if view is View.YEAR else _weeks
    return shared_page("forums/calendar/show.html", period=period, filters=filters, **shown(period, filters))


def _weeks(period: Period, filters: SessionFilters) -> dict[str, Any]:
    days, now = window(period.first, period.last, _zone()), utc_now()
    listed = url_for("forums.sessions.index", **carried_filters())
    grid = weeks_with_sessions(
        period,
        sessions_by_day(current_user, filters, today(), now, days, most=MOST[period.view]),
        now=now,
        zone=_zone(),
        holidays=holidays_between(period.first, period.last),
        ramadans=ramadans(period.first, period.last),
        listed=listed + ("&day=" if "?" in listed else "?day="),
    )
    return {"grid": grid, "total": grid.total, "forums": grid.forums}


def _year(period: Period, filters: SessionFilters) -> dict[str, Any]:
    counts = counts_by_day(current_user, filters, today(), utc_now(), window(period.first, period.last, _zone()))
    holidays, fasts = holidays_between(period.first, period.last), tuple(ramadans(period.first, period.last))
    months = period.months()
    return {
        "months": tuple(
            Month(month, address, _of(month, counts), _of(month, holidays), fasts)
            for month, address in zip(months, calendar_addresses(months), strict=True)
        ),
        "total": sum(number for number, _proposed in counts.values()),
        "forums": (),
    }


def _of(month: Period, days: Mapping[date, T]) -> tuple[tuple[date, T], ...]:
    return tuple((day, there) for day, there in days.items() if day.month == month.first.month)


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["settings"].zone
    return zone

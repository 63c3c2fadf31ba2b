"""Labels of the calendar: names of periods and weekdays, and the tabs between its views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from babel.dates import format_date, get_day_names
from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.calendars.holidays import Holiday
from app.calendars.labels import holiday_name
from app.calendars.working_hours import Period as Fast
from app.web.i18n import clock_time, hour, language, zone_name
from forums.calendar.grid import Entry
from forums.calendar.rules import Period, View

FILTERS = ("forum", "mine", "kind", "sector", "mode", "state")
"""The filters shared by all views, the list and the feeds."""
VIEWS = {View.MONTH: _l("Month"), View.WEEK: _l("Week"), View.YEAR: _l("Year")}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        session_views=session_views,
        calendar_address=calendar_address,
        carried_filters=carried_filters,
        days_off=days_off,
        holiday_name=holiday_name,
        month_name=lambda month: format_date(month.first, "MMMM", locale=language()),
        period_name=period_name,
        weekday_names=lambda: _weekday_names(language()),
        entry_hours=entry_hours,
        day_name=day_name,
        hour_name=lambda number: clock_time(time(number)),
        block_classes=block_classes,
        new_session=new_session,
    )


def session_views(current: View | None) -> list[tuple[str, str, bool]]:
    """Return the tabs of the list of sessions (None) and the views of the calendar; active filters are kept."""
    carried = carried_filters()
    listed = (_("List"), url_for("forums.sessions.index", **carried), current is None)
    views = [
        (str(label), url_for("forums.calendar.show", view=view.value, **carried), view is current)
        for view, label in VIEWS.items()
    ]
    return [listed, *views]


def calendar_address(period: Period) -> str:
    """Return the URL of a period with the active filters."""
    return calendar_addresses([period])[0]


def calendar_addresses(periods: Iterable[Period]) -> list[str]:
    """Return the URLs of several periods with the active filters; a month needs no `view` argument."""
    carried = carried_filters()
    return [url_for("forums.calendar.show", **_named(one), **carried) for one in periods]


def _named(period: Period) -> dict[str, Any]:
    view = period.view.value
    return {view: str(period)} if period.view is View.MONTH else {"view": view, view: str(period)}


def carried_filters() -> dict[str, Any]:
    """Return the active filters as URL arguments."""
    args = request.args
    return {name: value for name in FILTERS if (value := args.get(name))} if args else {}


def period_name(period: Period) -> str:
    """Return "November 2026", "23–29 Nov 2026" or "2026"."""
    return _period_name(period, language())


def _period_name(period: Period, spoken: str) -> str:
    if period.view is not View.WEEK:
        return format_date(period.first, "MMMM y" if period.view is View.MONTH else "y", locale=spoken)
    first, last = period.first, period.last
    shared = "d" if first.month == last.month else "d MMM" if first.year == last.year else "d MMM y"
    dash = "–" if shared == "d" else " – "
    return format_date(first, shared, locale=spoken) + dash + format_date(last, "d MMM y", locale=spoken)


def _weekday_names(spoken: str) -> list[tuple[str, str]]:
    short, whole = (get_day_names(width, "stand-alone", spoken) for width in ("abbreviated", "wide"))
    return [(short[number], whole[number]) for number in range(7)]


def day_name(day: date) -> tuple[str, str, str]:
    """Return "Sel", "24" and "Nov": weekday, day and month."""
    return _day_name(day, language())


def _day_name(day: date, spoken: str) -> tuple[str, str, str]:
    return format_date(day, "EEE", locale=spoken), str(day.day), format_date(day, "MMM", locale=spoken)


def block_classes(entry: Entry) -> str:
    """Return the CSS classes that place a session in a week, to five minutes: "at-9 m-6 for-2 plus-0 lane-0 of-1"."""
    hours, minutes = divmod(entry.minutes, 60)
    starts = f"at-{entry.starts.hour} m-{entry.starts.minute // 5}"
    return f"{starts} for-{hours} plus-{minutes // 5} lane-{entry.lane} of-{entry.lanes}"


def new_session(day: str, time: str) -> str:
    """Return "Sesi baru, Sel 24 Nov 09.00" for a day and a time as displayed."""
    return _("New session, %(when)s", when=f"{day} {time}")


def entry_hours(entry: Entry) -> str:
    """Return "09.00–11.00", with the local time at its place if that differs: "09.00–11.00 (11.00 WIT)"."""
    zone = str(entry.starts.tzinfo)
    hours = f"{hour(entry.starts, zone)}–{hour(entry.ends, zone)}"
    if not entry.elsewhere:
        return hours
    own = entry.starts.astimezone(entry.session.zone)
    return f"{hours} ({hour(own, entry.session.timezone)} {zone_name(own)})"


def days_off(month: Period, holidays: Mapping[date, Holiday], ramadans: Sequence[Fast]) -> list[tuple[str, str]]:
    """Return the days off and the days of Ramadan in a month, with their names: ("24", "Cuti bersama Natal")."""
    found = [(str(day.day), holiday_name(holiday)) for day, holiday in holidays.items() if day in month]
    for fast in ramadans:
        first, last = max(fast.first, month.first), min(fast.last, month.last)
        if first <= last:
            found.append((f"{first.day}–{last.day}", _("Ramadan")))
    return sorted(found, key=lambda one: int(one[0].partition("–")[0]))

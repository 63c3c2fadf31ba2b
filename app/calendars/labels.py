"""Descriptions of rules, holidays and errors in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.calendars.choices import WORKING_WEEK, Choice, ChosenDay, Position, Repeat, choice_for
from app.calendars.errors import CalendarRefused
from app.calendars.holidays import Holiday, HolidayKind
from app.calendars.rules import Day, Frequency, Rule
from app.calendars.shifts import HolidayRule
from app.calendars.working_hours import HoursWarning
from app.web.i18n import language

if TYPE_CHECKING:
    from app.calendars.recurrence import Recurrence

REPEAT_LABELS = {
    Repeat.ONCE: _l("Does not repeat"),
    Repeat.WEEKLY: _l("Every week"),
    Repeat.FORTNIGHTLY: _l("Every two weeks"),
    Repeat.MONTHLY: _l("Every month"),
    Repeat.QUARTERLY: _l("Every quarter"),
    Repeat.OWN: _l("Custom rule"),
}
POSITION_LABELS = {
    Position.FIRST: _l("first"),
    Position.SECOND: _l("second"),
    Position.THIRD: _l("third"),
    Position.FOURTH: _l("fourth"),
    Position.LAST: _l("last"),
}
DAY_LABELS = {
    ChosenDay.MONDAY: _l("Monday"),
    ChosenDay.TUESDAY: _l("Tuesday"),
    ChosenDay.WEDNESDAY: _l("Wednesday"),
    ChosenDay.THURSDAY: _l("Thursday"),
    ChosenDay.FRIDAY: _l("Friday"),
    ChosenDay.SATURDAY: _l("Saturday"),
    ChosenDay.SUNDAY: _l("Sunday"),
    ChosenDay.WORKING_DAY: _l("working day"),
}
HOLIDAY_KIND_LABELS = {
    HolidayKind.PUBLIC: _l("Public holiday"),
    HolidayKind.GOVERNMENT: _l("Joint leave"),
}
HOLIDAY_RULE_LABELS = {
    HolidayRule.FORWARD: _l("Propose the next working day"),
    HolidayRule.BACKWARD: _l("Propose the working day before"),
    HolidayRule.SKIP: _l("Skip that session"),
    HolidayRule.KEEP: _l("Keep its date"),
}
HOURS_LABELS = {
    HoursWarning.FRIDAY_PRAYER: _l("Overlaps with Friday prayer"),
    HoursWarning.RAMADAN_AFTERNOON: _l("Ends after the working day in Ramadan"),
}


def explain(error: CalendarRefused) -> str:
    """Return an error as one sentence."""
    values = {
        name: explain(value) if isinstance(value, CalendarRefused) else value for name, value in error.values.items()
    }
    return str(_(error.sentence, **values))


def holiday_name(holiday: Holiday) -> str:
    """Return the (Indonesian) name of a holiday, marked if its date is estimated."""
    return _("%(name)s (estimated)", name=holiday.name) if holiday.estimated else holiday.name


def describe(recurrence: Recurrence) -> str:
    """Return "Setiap Rabu kedua tiap bulan, pukul 09.30 WIB", with the end of the rule if it has one.

    Every significant part of the rule is included: rules with different slots have different descriptions.
    """
    rule = recurrence.rule
    start, zone = recurrence.starts_at, _zone(recurrence)
    choice = None if _week_start_counts(rule) else choice_for(rule)
    days = describe_choice(choice) if choice else _days(rule, start)
    if rule.frequency is Frequency.HOURLY and not rule.hours:
        text = _("%(days)s, counted from %(time)s %(zone)s", days=days, time=_time(start.time()), zone=zone)
        if rule.minutes:
            text += ", " + _("at minute %(minutes)s", minutes=_joined(map(str, rule.minutes)))
        if rule.seconds:
            text += ", " + _("at second %(seconds)s", seconds=_joined(map(str, rule.seconds)))
    else:
        text = _(
            "%(days)s, at %(times)s %(zone)s", days=days, times=_joined(map(_time, _hours(rule, start))), zone=zone
        )
    if rule.count:
        text += ", " + ngettext("%(num)d time", "%(num)d times", rule.count)
    if rule.until:
        text += ", " + _until(rule, start, rule.until.astimezone(recurrence.zone))
    return text


def _until(rule: Rule, start: datetime, last: datetime) -> str:
    """Return the description of the last possible day; for rules with several slots a day, with the time."""
    if rule.most_a_day > 1:
        return _("until %(day)s at %(time)s", day=_date(last.date()), time=_time(last.time()))
    (hour,) = _hours(rule, start)
    reached = last.time().replace(microsecond=0) >= hour
    return _("until %(day)s", day=_date(last.date() if reached else last.date() - timedelta(days=1)))


def _week_start_counts(rule: Rule) -> bool:
    """Whether it is significant that weeks do not begin on Monday."""
    weekly = rule.frequency is Frequency.WEEKLY and (rule.interval > 1 or bool(rule.positions))
    return rule.week_start != 0 and (weekly or bool(rule.weeks))


def describe_choice(choice: Choice) -> str:
    """Return "Setiap Sabtu pertama tiap triwulan": the days of a common rule, without times."""
    if choice.day is None:
        return str(REPEAT_LABELS[choice.repeat])
    day = str(DAY_LABELS[choice.day])
    if choice.repeat is Repeat.WEEKLY:
        return _("Every %(day)s", day=day)
    if choice.repeat is Repeat.FORTNIGHTLY:
        return _("Every %(day)s, every other week", day=day)
    which = _which(day, choice.position)
    if choice.repeat is Repeat.MONTHLY:
        return _("The %(day)s of every month", day=which)
    return _("The %(day)s of every quarter", day=which)


def _which(day: str, position: Position | None) -> str:
    return _("%(position)s %(day)s", position=POSITION_LABELS[position], day=day) if position else day


def _days(rule: Rule, start: datetime) -> str:
    """Return the description of any rule, part by part; missing parts come from its start."""
    days = rule.days
    if rule.frequency is Frequency.WEEKLY:
        days = days or (Day(start.weekday()),)
        if rule.interval == 1 and not rule.positions and not rule.months:
            return _("Every %(day)s", day=_joined(map(_day, days)))
    parts = [_every(rule)]
    if days == WORKING_WEEK:
        parts.append(_("on working days"))
    elif days:
        of_year = rule.frequency is Frequency.YEARLY and not rule.months and any(day.position for day in days)
        names = _joined(map(_day, days))
        parts.append(_("on %(days)s of the year", days=names) if of_year else _("on %(days)s", days=names))
    parts += _dates(rule, start)
    if rule.positions:
        parts.append(_("only the %(numbers)s of these", numbers=_joined(map(_ordinal, rule.positions))))
    if _week_start_counts(rule):
        parts.append(_("weeks begin on %(day)s", day=_day(Day(rule.week_start))))
    return ", ".join(parts)


def _every(rule: Rule) -> str:
    number = rule.interval
    if number == 1:
        return {
            Frequency.HOURLY: _("Every hour"),
            Frequency.DAILY: _("Every day"),
            Frequency.WEEKLY: _("Every week"),
            Frequency.MONTHLY: _("Every month"),
            Frequency.YEARLY: _("Every year"),
        }[rule.frequency]
    return {
        Frequency.HOURLY: _("Every %(number)s hours", number=number),
        Frequency.DAILY: _("Every %(number)s days", number=number),
        Frequency.WEEKLY: _("Every %(number)s weeks", number=number),
        Frequency.MONTHLY: _("Every %(number)s months", number=number),
        Frequency.YEARLY: _("Every %(number)s years", number=number),
    }[rule.frequency]


def _dates(rule: Rule, start: datetime) -> list[str]:
    chosen = rule.days or rule.monthdays or rule.yeardays or rule.weeks
    of_start = not chosen and rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    monthdays = (start.day,) if of_start else rule.monthdays
    months = (start.month,) if of_start and rule.frequency is Frequency.YEARLY and not rule.months else rule.months
    found = []
    if monthdays:
        found.append(_("on day %(days)s of the month", days=_joined(map(_counted, _from_the_end_last(monthdays)))))
    if rule.yeardays:
        found.append(_("on day %(days)s of the year", days=_joined(map(_counted, _from_the_end_last(rule.yeardays)))))
    if rule.weeks:
        weeks = _joined(map(_counted, _from_the_end_last(rule.weeks)))
        whole = not (rule.days or rule.monthdays or rule.yeardays)
        found.append(_("on every day of week %(weeks)s", weeks=weeks) if whole else _("in week %(weeks)s", weeks=weeks))
    if months:
        found.append(_("in %(months)s", months=_joined(map(_month, months))))
    return found


def _from_the_end_last(numbers: Iterable[int]) -> list[int]:
    return sorted(numbers, key=lambda number: (number < 0, number))


def _counted(number: int) -> str:
    if number == -1:
        return str(POSITION_LABELS[Position.LAST])
    return str(number) if number > 0 else _("%(number)s from the end", number=-number)


def _ordinal(number: int) -> str:
    by_number = {position.number: position for position in Position}
    return str(POSITION_LABELS[by_number[number]]) if number in by_number else _("no. %(n)s", n=_counted(number))


def _day(day: Day) -> str:
    name = str(DAY_LABELS[list(ChosenDay)[day.weekday]])
    return _("the %(position)s %(day)s", position=_ordinal(day.position), day=name) if day.position else name


def _month(number: int) -> str:
    from babel.dates import get_month_names

    return get_month_names("wide", locale=language())[number]


def _date(day: date) -> str:
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=language())


def _joined(texts: Iterable[str]) -> str:
    from babel.lists import format_list

    return format_list(list(texts), locale=language())


def _hours(rule: Rule, start: datetime) -> list[time]:
    """Return the times of a day's slots; missing parts come from the start."""
    minutes, seconds = rule.minutes or (start.minute,), rule.seconds or (start.second,)
    return [
        time(hour, minute, second) for hour in rule.hours or (start.hour,) for minute in minutes for second in seconds
    ]


def _time(at: time) -> str:
    text = at.strftime("%H.%M.%S" if language() == "id" else "%H:%M:%S")
    return text if at.second else text[:-3]


def _zone(recurrence: Recurrence) -> str:
    """Return WIB, WITA or WIT; for other time zones a name that is valid in summer and winter."""
    from babel.dates import get_timezone_name

    own = {
        "Asia/Jakarta": "WIB",
        "Asia/Pontianak": "WIB",
        "Asia/Makassar": "WITA",
        "Asia/Jayapura": "WIT",
        "UTC": "UTC",
        "Etc/UTC": "UTC",
    }
    return own.get(recurrence.timezone) or get_timezone_name(recurrence.zone, locale=language())

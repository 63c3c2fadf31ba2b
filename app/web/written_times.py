"""Reads dates and times of day as people write them, in Indonesian or English. Raises ValueError for other text."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from babel.dates import get_day_names, get_month_names

YEARS = range(1900, 2200)
"""Years that can be meant; others would overflow in calculations."""
RECENT = timedelta(days=31)
LANGUAGES = ("id", "en")
OTHER_MONTHS = {"pebruari": 2, "nopember": 11, "agt": 8}
OTHER_WEEKDAYS = {"ahad": 6}
NEAR_DAYS = {
    "hari ini": 0,
    "today": 0,
    "besok": 1,
    "tomorrow": 1,
    "lusa": 2,
    "kemarin": -1,
    "yesterday": -1,
}
PARTS_OF_DAY = {
    "am": range(12),
    "pm": range(12, 24),
    "pagi": range(12),
    "siang": range(10, 16),
    "sore": range(14, 19),
    "malam": (*range(18, 24), *range(4)),
}
"""The hours that a word after the hour can mean: "3 sore" is 15.00, "11 siang" is 11.00."""

_ISO = re.compile(r"(?P<year>\d{4})(?P<dot>[-/.])(?P<month>\d{1,2})(?P=dot)(?P<day>\d{1,2})")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})(?P<dot>[-/.])(?P<month>\d{1,2})(?:(?P=dot)(?P<year>\d{2}|\d{4}))?")
_YEAR = r"(?:[\s,.-]+(?P<year>\d{4}|\d{2}))?"
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:st|[nr]d|th)?[\s.-]*(?P<month>[a-z]{{3,}})\.?{_YEAR}")
_MONTH_FIRST = re.compile(rf"(?P<month>[a-z]{{3,}})\.?\s*(?P<day>\d{{1,2}})(?:st|[nr]d|th)?{_YEAR}")
_DATES = (_ISO, _NUMBERS, _DAY_FIRST, _MONTH_FIRST)
_WEEKDAY = re.compile(r"(?P<weekday>[a-z']{3,})\.?(?:,\s*|\s+)(?P<rest>.*\d.*)")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:(?P<dot>[.:])(?P<minute>\d\d)(?:(?P=dot)\d\d)?)?\s*(?P<part>[a-z.]+)?")
_DIGITS = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)")


def read_date(written: str, *, today: date, past: bool = False) -> date:
    """Return the date in a text such as "7 Mei", "7 May 2027", "31/12/26" or "besok"; the day precedes the month.

    Without a year it is the first such date that is not more than a month ago; if `past`, the latest one up to today.
    A weekday must be that of the date, and selects among last, this and next year if there is no year.
    """
    text = " ".join(written.casefold().replace("’", "'").split())
    if text in NEAR_DAYS:
        return today + timedelta(days=NEAR_DAYS[text])
    weekday, rest = _weekday_in(text)
    found = next(filter(None, (form.fullmatch(rest) for form in _DATES)), None)
    if found is None:
        raise ValueError("not a date")
    month, day = _month(found["month"]), int(found["day"])
    if found["year"]:
        dates = iter([date(_year(found["year"]), month, day)])
    else:
        dates = _without_year(month, day, today, past=past, nearest=weekday is not None)
    chosen = next((one for one in dates if weekday in (None, one.weekday())), None)
    if chosen is None or chosen.year not in YEARS:
        raise ValueError("not a date")
    return chosen


def read_time(written: str) -> time:
    """Return the time of day in a text such as "9", "0900", "9.00", "09:00", "3 sore" or "3 pm"."""
    text = written.casefold().strip().removeprefix("pukul ").removeprefix("jam ").lstrip()
    found = _DIGITS.fullmatch(text)
    if found:
        return time(int(found["hour"]), int(found["minute"]))
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError("not a time")
    return time(_hour(int(found["hour"]), found["part"]), int(found["minute"] or 0))


def _weekday_in(text: str) -> tuple[int | None, str]:
    """Return the weekday at the start of a text, or None, and the rest of the text."""
    found = _WEEKDAY.fullmatch(text)
    number = _number(found["weekday"].replace("'", ""), _weekdays()) if found else None
    return (number, found["rest"]) if found and number is not None else (None, text)


def _month(written: str) -> int:
    number = int(written) if written.isdecimal() else _number(written, _months())
    if number is None:
        raise ValueError("not a month")
    return number


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _without_year(month: int, day: int, today: date, *, past: bool, nearest: bool) -> Iterator[date]:
    """Yield the dates that a day and month can mean, best first. Raises ValueError if there is no such day."""
    date(2000, month, day)
    years = range(today.year - 8, today.year + 9)
    dates = [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]
    if nearest:
        return (one for one in dates if abs(one.year - today.year) <= 1)
    if past:
        return (one for one in reversed(dates) if one <= today)
    return (one for one in dates if one >= today - RECENT)


def _hour(hour: int, part: str | None) -> int:
    if part is None:
        return hour
    possible = PARTS_OF_DAY.get(part.replace(".", ""), ())
    afternoon = (hour + 12) % 24 if hour <= 12 else hour
    for one in (hour, afternoon):
        if one in possible:
            return one
    raise ValueError("not an hour")


def _number(word: str, names: Mapping[str, int]) -> int | None:
    """Return the number of the name that a word of three or more letters is, or abbreviates."""
    if len(word) < 3:
        return None
    return names.get(word) or next((number for name, number in names.items() if name.startswith(word)), None)


def _months() -> dict[str, int]:
    names = {
        name.casefold(): number for one in LANGUAGES for number, name in get_month_names("wide", locale=one).items()
    }
    return names | OTHER_MONTHS


def _weekdays() -> dict[str, int]:
    names = {name.casefold(): number for one in LANGUAGES for number, name in get_day_names("wide", locale=one).items()}
    return names | OTHER_WEEKDAYS

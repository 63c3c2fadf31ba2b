"""Parses iCalendar text into components, with times in the time zones that the text defines."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from app.calendars.defined_zones import DefinedZone, zone_defined_by
from app.calendars.errors import N_, CalendarRefused, CalendarUnreadable, one_line
from app.calendars.recurrence import find_zone

Calendar = Any  # icalendar types every property as Any
Event = Any

TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
BEGIN_ZONE = re.compile(r"^BEGIN:VTIMEZONE[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
NOT_ICALENDAR = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""Exceptions that the library raises for lines that are not iCalendar."""
_one_at_a_time = Lock()
"""Serialises parsing, because warning filters apply to the whole process."""


def parse(text: str) -> list[Calendar]:
    """Return the calendars of a screened text. Raises CalendarUnreadable if it is not iCalendar.

    An invalid time zone is treated as undefined: times in it are naive and have a TZID.
    """
    text, zones = _apart(text)
    try:
        components = _components(text)
    except NOT_ICALENDAR:
        raise CalendarUnreadable(N_("The calendar file has a line that is not iCalendar.")) from None
    if not components or any(component.name != "VCALENDAR" for component in components):
        raise CalendarUnreadable(N_("The file holds no calendar."))
    for number, calendar in enumerate(components):
        if own := _defined(zones.get(number, [])):
            _put_into_zones(calendar, own)
    return components


def by_uid(calendar: Calendar) -> Iterable[list[Event]]:
    """Return the events of a calendar grouped by UID; each event without a UID is a group of its own."""
    groups: defaultdict[object, list[Event]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        groups[str(event.get("UID", "")) or number].append(event)
    return groups.values()


def listed(value: Any) -> list[Any]:
    """Return the values of a property that may be absent, occur once or several times."""
    return [] if value is None else value if isinstance(value, list) else [value]


def named(event: Event) -> str:
    """Return the name of an event for use in a message."""
    return one_line(event.get("SUMMARY") or event.get("UID") or "?")


def _components(text: str) -> list[Any]:
    import icalendar

    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about unknown zone names, which are refused where they are used
        return icalendar.Component.from_ical(text, multiple=True)


def _apart(text: str) -> tuple[str, dict[int, list[str]]]:
    """Return the text without its time zone definitions, and these definitions by the index of their calendar.

    The library caches time zones by name for the whole process, and refuses the whole file if one is invalid.
    """
    zones: defaultdict[int, list[str]] = defaultdict(list)
    if not BEGIN_ZONE.search(text):
        return text, zones
    rest: list[str] = []
    block: list[str] | None = None
    number = 0
    for line in text.splitlines(keepends=True):
        word = line.rstrip().upper()
        if word == "BEGIN:VTIMEZONE":
            block = []
        elif word == "END:VTIMEZONE" and block is not None:
            zones[number].append("".join(block))
            block = None
        else:
            (rest if block is None else block).append(line)
        number += word == "END:VCALENDAR"
    return "".join(rest), zones


def _defined(blocks: Iterable[str]) -> dict[str, DefinedZone]:
    """Return time zones by TZID. Names in the IANA database always mean that time zone, not the one in the file."""
    known: dict[str, DefinedZone] = {}
    for block in blocks:
        try:
            (component,) = _components(f"BEGIN:X-ZONE\r\n{block}END:X-ZONE\r\n")
            if not _is_of_the_world(str(component["TZID"])):
                known.setdefault(str(component["TZID"]), zone_defined_by(component))
        except NOT_ICALENDAR:  # including refused rules
            continue
    return known


def _is_of_the_world(name: str) -> bool:
    try:
        find_zone(name)
    except CalendarRefused:
        return False
    return True


def _put_into_zones(calendar: Calendar, zones: Mapping[str, DefinedZone]) -> None:
    for component in calendar.walk():
        for name in (*TIMES, "RDATE", "EXDATE"):
            for value in listed(component.get(name)):
                zone = zones.get(str(value.params.get("TZID", "")))
                if zone is not None:
                    _put_into_zone(value, zone)


def _put_into_zone(value: Any, zone: DefinedZone) -> None:
    for one in getattr(value, "dts", [value]):
        moment: Any = getattr(one, "dt", None)
        if isinstance(moment, tuple):
            one.dt = tuple(part.replace(tzinfo=zone) if hasattr(part, "tzinfo") else part for part in moment)
        elif hasattr(moment, "tzinfo"):
            one.dt = moment.replace(tzinfo=zone)

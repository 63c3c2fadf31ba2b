"""iCalendar text becomes components, whose times are in the zones that the text defines."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from app.calendars.defined_zones import DefinedZone, zone_defined_by
from app.calendars.recurrence import find_zone
from app.calendars.refusals import N_, CalendarRefused, CalendarUnreadable, one_line

Calendar = Any  # icalendar's own types say that a property may be anything, which helps no reader
Event = Any

TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
BEGIN_ZONE = re.compile(r"^BEGIN:VTIMEZONE[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
NOT_ICALENDAR = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What the library raises for lines that are not iCalendar."""
_one_at_a_time = Lock()
"""What is warned of is decided for the whole process."""


def parse(text: str) -> list[Calendar]:
    """Return the calendars of a text that was screened. Raises CalendarUnreadable when it is not iCalendar.

    A zone that cannot be read is as if it were not defined: times in it have no zone, but a TZID.
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
    """Return the events of a calendar, those of one UID together; each without a UID stands alone."""
    groups: defaultdict[object, list[Event]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        groups[str(event.get("UID", "")) or number].append(event)
    return groups.values()


def listed(value: Any) -> list[Any]:
    """Return the values of a property that may be absent, stand once or several times."""
    return [] if value is None else value if isinstance(value, list) else [value]


def named(event: Event) -> str:
    """Return what an event is called in a message."""
    return one_line(event.get("SUMMARY") or event.get("UID") or "?")


def _components(text: str) -> list[Any]:
    import icalendar

    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # guesses at odd zone names; a wrong name is refused where it is used
        return icalendar.Component.from_ical(text, multiple=True)


def _apart(text: str) -> tuple[str, dict[int, list[str]]]:
    """Return the text without the zones that it defines, and what each zone holds by the number of its calendar.

    The library knows zones by their name for the whole process, and refuses all of a file for a zone that is broken.
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
    """Return zones by their TZID. Names of the IANA database mean what they mean there, whatever a file says."""
    known: dict[str, DefinedZone] = {}
    for block in blocks:
        try:
            (component,) = _components(f"BEGIN:X-ZONE\r\n{block}END:X-ZONE\r\n")
            if not _is_of_the_world(str(component["TZID"])):
                known.setdefault(str(component["TZID"]), zone_defined_by(component))
        except NOT_ICALENDAR:  # a refused rule among them
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

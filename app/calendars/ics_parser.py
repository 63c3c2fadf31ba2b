"""Reads an iCalendar file into occurrences, with limits on time and memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import NamedTuple

from app.calendars.checking import Unusable, as_naive, check_event, sort_out
from app.calendars.errors import N_, CalendarUnreadable
from app.calendars.expansion import FIRST_DAY, LAST_DAY, Occurrence, expand
from app.calendars.ics_limits import screen
from app.calendars.parsing import Calendar, Event, by_uid, named, parse

LONGEST_SECONDS = 60
MOST_OCCURRENCES = 250_000
LONGEST_UID = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """An event that was left out: its line, UID and name, and the reason as a sentence with its values."""

    line: int
    uid: str
    name: str
    sentence: str
    values: dict[str, object] = field(default_factory=dict)


class Found(NamedTuple):
    """The occurrences of a file in order of start, the unreadable events, and whether any event was readable."""

    occurrences: list[Occurrence]
    left_out: list[Remark]
    any_readable: bool


def read_calendar(content: bytes, *, since: date, until: date) -> Found:
    """Return every occurrence whose start is in [since, until), and the events that cannot be read.

    The limits are midnight in UTC for instants, and local dates for the others; dates outside 1900 to 2199 are left
    out. Raises CalendarUnreadable if the file as a whole is broken or too large.
    """
    since, until = max(since, FIRST_DAY), min(until, LAST_DAY)
    text = screen(content, all_rules=False)
    lines = lines_of_events(text)
    found, left_out, sound_ones = list[Occurrence](), list[Remark](), 0
    deadline = monotonic() + LONGEST_SECONDS
    for calendar in parse(text):
        line_of = numbered(calendar, lines)
        for events in by_uid(calendar):
            sound, unusable = _read(events, since, until, found)
            sound_ones += sound
            left_out += [remark_on(one, line_of[id(one.event)]) for one in unusable]
            _refuse_beyond(len(found))
            refuse_after(deadline)
    found.sort(key=lambda one: (as_naive(one.starts_at), one.uid or ""))
    return Found(found, sorted(left_out, key=lambda one: one.line), bool(sound_ones) or not left_out)


def lines_of_events(text: str) -> Iterator[int]:
    """Yield the line number of each event."""
    return (number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT")


def numbered(calendar: Calendar, lines: Iterator[int]) -> dict[int, int]:
    """Return the line numbers of a calendar's events by the `id()` of their components."""
    return {id(event): next(lines, 0) for event in calendar.walk("VEVENT")}


def remark_on(unusable: Unusable, line: int, uid: str | None = None) -> Remark:
    """Return the remark on an event that is left out."""
    event, why = unusable
    name = str(event.get("UID", "")) if uid is None else uid
    return Remark(line, name[:LONGEST_UID], named(event), why.sentence, why.values)


def refuse_after(deadline: float) -> None:
    """Raise CalendarUnreadable after the deadline."""
    if monotonic() > deadline:
        raise CalendarUnreadable(N_("The calendar file takes too long to read."))


def _read(events: list[Event], since: date, until: date, found: list[Occurrence]) -> tuple[int, list[Unusable]]:
    """Add the occurrences of events of one UID to `found`; return the number of readable events, and the others."""
    sound, unusable = sort_out(events, lambda event: check_event(event, until))
    if sound:
        try:
            found += expand(sound, since, until)
        except CalendarUnreadable as refused:
            return 0, [*unusable, *(Unusable(event, refused) for event in sound)]
    return len(sound), unusable


def _refuse_beyond(number: int) -> None:
    if number > MOST_OCCURRENCES:
        raise CalendarUnreadable(
            N_("There are more than %(most)s occurrences; ask for a shorter time."), most=MOST_OCCURRENCES
        )

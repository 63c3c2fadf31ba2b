"""What a calendar file holds, event by event, with the line and the reason of whatever could not be understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from time import monotonic

from app.calendars.entries import Entry, Reading, entry_of, stamp, words_of
from app.calendars.reading import LONGEST_SECONDS, Event, by_uid, check_event, listed, named, parse
from app.calendars.refusals import N_, CalendarRefused, CalendarUnreadable
from app.calendars.screening import screen

MOST_SITTINGS = 50_000
LONGEST_UID = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """An event that was left out: its line, identity and name, and a sentence with what fills its gaps."""

    line: int
    uid: str
    name: str
    sentence: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Contents:
    """A calendar file as it was understood."""

    name: str = ""
    entries: list[Entry] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)


def read_contents(content: bytes, reading: Reading) -> Contents:
    """Return the events of a calendar file; one that cannot be used does not hinder the others.

    Raises CalendarUnreadable when the file as a whole is broken, or too much.
    """
    text = screen(content, all_rules=False)
    calendars = parse(text)
    lines = _lines_of_events(text)
    found = Contents()
    sittings, deadline = 0, monotonic() + LONGEST_SECONDS
    for calendar in calendars:
        found.name = found.name or words_of(calendar, "X-WR-CALNAME", 200)
        at_line = {id(event): next(lines, 0) for event in calendar.walk("VEVENT")}
        for events in by_uid(calendar):
            before = len(found.entries)
            _take_group([(event, at_line[id(event)]) for event in events], reading, found)
            sittings += sum(entry.sittings for entry in found.entries[before:])
            if sittings > MOST_SITTINGS:
                raise CalendarUnreadable(N_("The file would make more than %(most)s sessions."), most=MOST_SITTINGS)
            if monotonic() > deadline:
                raise CalendarUnreadable(N_("The calendar file takes too long to read."))
    return found


def _lines_of_events(text: str) -> Iterator[int]:
    return (number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT")


def _take_group(events: list[tuple[Event, int]], reading: Reading, found: Contents) -> None:
    """Take the events of one UID, each with its line: a master, and what differs from it."""
    sound = [(event, line) for event, line in events if _is_sound(event, line, reading.until, found)]
    masters = sorted((one for one in sound if "RECURRENCE-ID" not in one[0]), key=lambda one: _sequence(one[0]))
    changes = [one for one in sound if "RECURRENCE-ID" in one[0]]
    for event, line in masters[:-1]:
        _leave_out(found, event, line, N_("The same event stands in the file again; the latest one counts."))
    if masters:
        _take(*masters[-1], [event for event, _line in changes], _uid(masters[-1][0]), reading, found)
        return
    for event, line in changes:
        if len(sound) < len(events):
            _leave_out(found, event, line, N_("It changes an event that could not be read."))
        else:
            _take(event, line, [], f"{_uid(event)} {stamp(event['RECURRENCE-ID'].dt)}", reading, found)


def _take(event: Event, line: int, changes: list[Event], uid: str, reading: Reading, found: Contents) -> None:
    try:
        found.entries.append(entry_of(event, changes, reading, uid=_short(uid), line=line))
    except CalendarRefused as refused:
        _leave_out(found, event, line, refused.sentence, refused.values)


def _is_sound(event: Event, line: int, last: datetime, found: Contents) -> bool:
    """Whether the times and rules of an event can be relied on; if not, it is left out."""
    try:
        if len(listed(event.get("RRULE"))) > 1:
            raise CalendarUnreadable(N_("It has several rules; only one can be followed."))
        if "EXRULE" in event:
            raise CalendarUnreadable(N_("It has an EXRULE, which RFC 5545 no longer allows."))
        check_event(event, last.date())
    except CalendarRefused as refused:
        _leave_out(found, event, line, refused.sentence, refused.values)
        return False
    return True


def _leave_out(
    found: Contents, event: Event, line: int, sentence: str, values: dict[str, object] | None = None
) -> None:
    found.left_out.append(Remark(line, _short(str(event.get("UID", ""))), named(event), sentence, values or {}))


def _sequence(event: Event) -> int:
    number = event.get("SEQUENCE", 0)
    return number if isinstance(number, int) else 0


def _uid(event: Event) -> str:
    """Return the identity of an event; one that has none is known by its start and name."""
    written = str(event.get("UID", "")).strip()
    if written:
        return written
    return sha256(f"{stamp(event['DTSTART'].dt)} {event.get('SUMMARY', '')}".encode()).hexdigest()


def _short(uid: str) -> str:
    return uid if len(uid) <= LONGEST_UID and uid.isprintable() else sha256(uid.encode()).hexdigest()

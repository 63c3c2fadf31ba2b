"""Reads a calendar file event by event. Events that cannot be used are listed with their line and the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

from app.calendars.checking import Unusable, check_event, is_change, sequence_of, sort_out
from app.calendars.entries import Entry, Reading, entry_of, stamp, words_of
from app.calendars.errors import N_, CalendarRefused, CalendarUnreadable
from app.calendars.ics_limits import screen
from app.calendars.ics_parser import (
    LONGEST_SECONDS,
    LONGEST_UID,
    Remark,
    lines_of_events,
    numbered,
    refuse_after,
    remark_on,
)
from app.calendars.parsing import Event, by_uid, listed, parse

MOST_SITTINGS = 50_000


@dataclass(slots=True)
class Contents:
    """The parsed content of a calendar file."""

    name: str = ""
    entries: list[Entry] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)


def read_contents(content: bytes, reading: Reading) -> Contents:
    """Return the events of a calendar file; an invalid event does not affect the others.

    Raises CalendarUnreadable if the file as a whole is broken or too large.
    """
    text = screen(content, all_rules=False)
    calendars = parse(text)
    lines = lines_of_events(text)
    found, entries = Contents(), dict[str, tuple[Entry, Event]]()
    sittings, deadline = 0, monotonic() + LONGEST_SECONDS
    for calendar in calendars:
        found.name = found.name or words_of(calendar, "X-WR-CALNAME", 200)
        line_of = numbered(calendar, lines)
        for events in by_uid(calendar):
            taken, unusable = _understood(events, reading, line_of)
            for one in unusable:
                found.left_out.append(remark_on(one, line_of[id(one.event)], _short_uid(one.event)))
            for entry, event in taken:
                _add(entries, entry, event, found)
            sittings += sum(entry.sittings for entry, _event in taken)
            if sittings > MOST_SITTINGS:
                raise CalendarUnreadable(N_("The file would make more than %(most)s sessions."), most=MOST_SITTINGS)
            refuse_after(deadline)
    found.entries = [entry for entry, _event in entries.values()]
    return found


def _understood(
    events: list[Event], reading: Reading, line_of: dict[int, int]
) -> tuple[list[tuple[Entry, Event]], list[Unusable]]:
    """Return the entries of events with one UID.

    A master is one entry with its changes; changes without a master are separate entries.
    """
    sound, unusable = sort_out(events, lambda event: _check(event, reading))
    *older, newest = _in_versions(sound) or [None]
    unusable += [Unusable(event, _repeated()) for event in older if event]
    changes = [event for event in sound if is_change(event)]
    if newest is not None:
        wanted = [(newest, changes, _uid(newest))]
    else:
        wanted = [(event, [], f"{_uid(event)} {stamp(event['RECURRENCE-ID'].dt)}") for event in changes]
    taken = []
    for event, differing, uid in wanted:
        try:
            entry = entry_of(event, differing, reading, uid=_short(uid), line=line_of[id(event)])
            taken.append((entry, event))
        except CalendarRefused as refused:
            unusable.append(Unusable(event, refused))
    return taken, unusable


def _in_versions(events: list[Event]) -> list[Event]:
    return sorted((event for event in events if not is_change(event)), key=sequence_of)


def _add(entries: dict[str, tuple[Entry, Event]], entry: Entry, event: Event, found: Contents) -> None:
    """Add an entry. An earlier one with the same UID, possibly in another calendar of the file, is left out."""
    if entry.uid in entries:
        earlier, known = entries[entry.uid]
        found.left_out.append(remark_on(Unusable(known, _repeated()), earlier.line, _short_uid(known)))
    entries[entry.uid] = (entry, event)


def _repeated() -> CalendarUnreadable:
    return CalendarUnreadable(N_("The file contains the same event again; the latest one is used."))


def _check(event: Event, reading: Reading) -> None:
    """Raise CalendarRefused if an event is invalid, or has more rules than a schedule can have."""
    if len(listed(event.get("RRULE"))) > 1:
        raise CalendarUnreadable(N_("It has several rules; only one can be followed."))
    check_event(event, reading.until.date())


def _uid(event: Event) -> str:
    """Return the UID of an event; without one, a hash of its start and name."""
    written = str(event.get("UID", "")).strip()
    if written:
        return written
    return sha256(f"{stamp(event['DTSTART'].dt)} {event.get('SUMMARY', '')}".encode()).hexdigest()


def _short_uid(event: Event) -> str:
    return _short(str(event.get("UID", "")))


def _short(uid: str) -> str:
    return uid if len(uid) <= LONGEST_UID and uid.isprintable() else sha256(uid.encode()).hexdigest()

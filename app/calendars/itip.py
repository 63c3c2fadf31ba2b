"""Reads iTIP messages (RFC 5546) from calendar programs: replies, counter-proposals, and requests for a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.calendars.errors import N_, CalendarUnreadable, one_line
from app.calendars.expansion import FIRST_DAY, LAST_DAY
from app.calendars.ics_limits import screen
from app.calendars.parsing import Event, listed, named, parse

LARGEST = 1024 * 1024
"""Maximum size in bytes of an iCalendar object received by mail."""
MOST_EVENTS = 100
LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Speaker:
    """An attendee in a message. `answer` is PARTSTAT, by default "NEEDS-ACTION".

    Addresses are in lower case.
    """

    email: str
    name: str
    answer: str
    delegated_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMessage:
    """The content of a message about one event, or about a whole series without a `recurrence_id`.

    Times are instants in UTC, naive datetimes if floating, or dates if all-day. `sequence` and `stamped_at` are None if
    absent. `with_following` (RANGE=THISANDFUTURE) includes all later occurrences.
    """

    uid: str
    recurrence_id: date | None
    with_following: bool
    sequence: int | None
    stamped_at: datetime | None
    starts_at: date | None
    ends_at: date | None
    organizer: str
    speakers: tuple[Speaker, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Message:
    """A METHOD and the events of a message."""

    method: str
    events: tuple[EventMessage, ...]


def read_message(content: bytes) -> Message:
    """Return a parsed iTIP message. Raises CalendarUnreadable with one sentence if it is invalid."""
    if len(content) > LARGEST:
        raise CalendarUnreadable(N_("The calendar file is larger than %(most)s MiB."), most=LARGEST // 1024 // 1024)
    calendar, *others = parse(screen(content))
    events = calendar.walk("VEVENT")
    if others or not events:
        raise CalendarUnreadable(N_("The message holds no event."))
    if len(events) > MOST_EVENTS:
        raise CalendarUnreadable(N_("The message holds more than %(most)s events."), most=MOST_EVENTS)
    method = str(calendar.get("METHOD", "")).strip().upper()
    return Message(method, tuple(_event_message(event) for event in events))


def _event_message(event: Event) -> EventMessage:
    uid = str(_only(event, "UID") or "").strip()
    if not uid:
        raise CalendarUnreadable(N_("The event %(event)s has no UID."), event=named(event))
    slot = _only(event, "RECURRENCE-ID")
    starts_at, ends_at = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if ends_at is None and starts_at is not None and "DURATION" in event:
        ends_at = _lasting(event, starts_at)
    return EventMessage(
        uid=uid,
        recurrence_id=_moment(event, "RECURRENCE-ID"),
        with_following=_goes_on(event, slot),
        sequence=_number(event),
        stamped_at=_stamp(event),
        starts_at=starts_at,
        ends_at=ends_at,
        organizer=_address(_only(event, "ORGANIZER") or ""),
        speakers=tuple(_speaker(one) for one in listed(event.get("ATTENDEE"))),
        comment=" ".join(str(one).strip() for one in listed(event.get("COMMENT")))[:LONGEST_COMMENT],
    )


def _only(event: Event, name: str) -> Any:
    """Return a property that may occur once. Raises CalendarUnreadable if it is broken or occurs twice."""
    value = event.get(name)
    if isinstance(value, list) or any(broken in {name, None} for broken, _error in event.errors):
        raise _wrong(event, name)
    return value


def _goes_on(event: Event, slot: Any) -> bool:
    """Whether a RECURRENCE-ID includes all later occurrences. The other RANGE in RFC 2445 is obsolete and refused."""
    wanted = str(slot.params.get("RANGE", "")).upper() if slot is not None else ""
    if wanted not in {"", "THISANDFUTURE"}:
        raise _wrong(event, "RECURRENCE-ID")
    return bool(wanted)


def _moment(event: Event, name: str) -> date | None:
    value = _only(event, name)
    if value is None:
        return None
    moment: date = value.dt
    if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise _wrong(event, name)
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo:
        return _universal(event, name, moment)
    if zone := value.params.get("TZID"):
        raise CalendarUnreadable(
            N_("The event %(event)s has the unknown time zone %(zone)s."), event=named(event), zone=one_line(zone)
        )
    return moment


def _universal(event: Event, name: str, moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except (ArithmeticError, ValueError):  # in a time zone of the message with invalid offsets
        raise _wrong(event, name) from None


def _lasting(event: Event, starts_at: date) -> date:
    try:
        ends_at: date = starts_at + _only(event, "DURATION").dt
    except (ArithmeticError, TypeError):
        raise _wrong(event, "DURATION") from None
    return ends_at


def _wrong(event: Event, name: str) -> CalendarUnreadable:
    return CalendarUnreadable(N_("The event %(event)s has a wrong %(part)s."), event=named(event), part=name)


def _stamp(event: Event) -> datetime | None:
    """Return DTSTAMP, which is always in UTC."""
    stamp = _moment(event, "DTSTAMP")
    if not isinstance(stamp, datetime):
        return None
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _number(event: Event) -> int | None:
    value = _only(event, "SEQUENCE")
    return None if value is None else min(max(int(value), 0), 2**31 - 1)


def _speaker(value: Any) -> Speaker:
    params = value.params
    return Speaker(
        email=_address(value),
        name=one_line(params.get("CN", "")).strip(),
        answer=str(params.get("PARTSTAT") or "NEEDS-ACTION").strip().upper(),
        delegated_to=tuple(_address(one) for one in listed(params.get("DELEGATED-TO"))),
    )


def _address(value: Any) -> str:
    """Return an address without its scheme, in lower case."""
    written = str(value).strip().strip('"').lower()
    return written.removeprefix("mailto:").strip()[:254]

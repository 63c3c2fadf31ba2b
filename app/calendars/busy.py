"""Extracts the times at which the owner of a calendar is busy, without any details of the events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from app.calendars.checking import check_event, sort_out
from app.calendars.errors import N_, CalendarRefused, CalendarUnreadable
from app.calendars.expansion import expand
from app.calendars.ics_limits import screen
from app.calendars.parsing import Calendar, Event, by_uid, listed, parse
from app.calendars.recurrence import find_zone, to_instant

LONGEST_EVENT = timedelta(days=32)
"""Events that began earlier than this before the requested time are ignored."""
LONGEST_SECONDS = 20
FREE = {"FREE", "WORKINGELSEWHERE"}
"""Values of X-MICROSOFT-CDO-BUSYSTATUS (Outlook) that mean that the owner is available."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A busy time: datetimes in UTC, and the UID of the event, None if the calendar has none."""

    starts_at: datetime
    ends_at: datetime
    uid: str | None = None


def read_busy(content: bytes, *, since: datetime, until: datetime, timezone: ZoneInfo, owner: str = "") -> list[Period]:
    """Return the times between two instants at which the owner of a calendar is busy, in order of start.

    Events count unless they are cancelled, marked as free, or declined by the `owner` (an e-mail address); entries of a
    VFREEBUSY count unless they are free. All-day and floating times are interpreted in the calendar's time zone, or
    else in `timezone`. Events that cannot be read are ignored. Raises CalendarUnreadable.
    """
    found: set[Period] = set()
    deadline = monotonic() + LONGEST_SECONDS
    for calendar in parse(screen(content, all_rules=False)):
        zone = _zone_of(calendar) or timezone
        for component in calendar.walk("VFREEBUSY"):
            found.update(_listed(component, zone))
        for events in by_uid(calendar):
            found.update(_taken(events, since, until, zone, owner.casefold()))
            if monotonic() > deadline:
                raise CalendarUnreadable(N_("The calendar file takes too long to read."))
    return sorted((one for one in found if _counts(one, since, until)), key=lambda one: (one.starts_at, one.ends_at))


def _counts(period: Period, since: datetime, until: datetime) -> bool:
    return period.starts_at < period.ends_at and period.starts_at < until and period.ends_at > since


def _taken(events: list[Event], since: datetime, until: datetime, zone: ZoneInfo, owner: str) -> Iterator[Period]:
    first, last = (since - LONGEST_EVENT).date(), until.date() + timedelta(days=2)
    sound, _unusable = sort_out(events, lambda event: check_event(event, last))
    try:
        occurrences = expand(sound, first, last) if sound else []
    except CalendarRefused:
        return
    counts: dict[int, bool] = {}
    for one in occurrences:
        if id(one.event) not in counts:
            counts[id(one.event)] = _takes_time(one.event, owner)
        if counts[id(one.event)]:
            yield from _between(one.starts_at, one.ends_at, zone, one.uid)


def _takes_time(event: Event, owner: str) -> bool:
    """Whether an event makes its owner busy."""
    words = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    if words["STATUS"] == "CANCELLED" or words["TRANSP"] == "TRANSPARENT":
        return False
    if words["X-MICROSOFT-CDO-BUSYSTATUS"] in FREE:
        return False
    return not any(_has_declined(attendee, owner) for attendee in listed(event.get("ATTENDEE")))


def _has_declined(attendee: Any, owner: str) -> bool:
    declined = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
    return bool(owner) and declined and str(attendee).casefold().removeprefix("mailto:") == owner


def _listed(component: Any, zone: ZoneInfo) -> Iterator[Period]:
    """Yield the periods in a VFREEBUSY; without a list, its own period if it is marked as busy."""
    for value in listed(component.get("FREEBUSY")):
        if str(value.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            starts_at, end = value.dt
            yield from _between(starts_at, end, zone)
    is_one = "FREEBUSY" not in component and str(component.get("FBTYPE", "FREE")).upper() != "FREE"
    if is_one and "DTSTART" in component and "DTEND" in component:
        yield from _between(component["DTSTART"].dt, component["DTEND"].dt, zone)


def _between(starts_at: date, ends_at: date | timedelta, zone: ZoneInfo, uid: str | None = None) -> Iterator[Period]:
    """Yield the period from a start to an end or duration, unless it is out of range for datetimes."""
    with suppress(OverflowError):
        end = starts_at + ends_at if isinstance(ends_at, timedelta) else ends_at
        yield Period(_instant(starts_at, zone), _instant(end, zone), uid)


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return to_instant(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)


def _zone_of(calendar: Calendar) -> ZoneInfo | None:
    """Return the time zone in X-WR-TIMEZONE, or None."""
    try:
        return find_zone(str(calendar.get("X-WR-TIMEZONE", "")))
    except CalendarRefused:
        return None

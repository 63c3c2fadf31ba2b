"""Writes iCalendar objects: requests, cancellations and feeds, built with the icalendar library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from app.calendars.recurrence import find_zone
from app.calendars.rules import Rule
from app.calendars.zones import zone_component

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Selaras//Selaras//EN"
ENDLESS_YEARS = 10


class PartStat(StrEnum):
    """The answer of an attendee, as in RFC 5545."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class AttendeeRole(StrEnum):
    """The role of an attendee, as in RFC 5545."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"
    INFORMED = "NON-PARTICIPANT"


class AttendeeKind(StrEnum):
    """Whether an address belongs to a person or is a shared mailbox."""

    INDIVIDUAL = "INDIVIDUAL"
    GROUP = "GROUP"


@dataclass(frozen=True, slots=True)
class Organizer:
    """The mailbox to which answers are sent, with the name of the forum."""

    email: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """The recipient of this copy. `asks_answer` is RSVP: False if the copy contains an answer that is already known."""

    email: str
    name: str
    role: AttendeeRole = AttendeeRole.REQUIRED
    answer: PartStat = PartStat.NEEDS_ACTION
    kind: AttendeeKind = AttendeeKind.INDIVIDUAL
    asks_answer: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A session, or a whole series if it has a `rule`, for one recipient.

    All times are instants; they are written as local times in `timezone` (an IANA name). `slot` is the RECURRENCE-ID of
    a session in a series, and does not change when the session is moved; `without` are excluded slots of the rule.
    `sequence` must never decrease for a UID. `page` is the URL of the session in Selaras, `meeting_link` that of the
    online meeting; `place` is the venue.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str
    created_at: datetime
    changed_at: datetime
    slot: datetime | None = None
    rule: Rule | None = None
    without: tuple[datetime, ...] = ()
    description: str = ""
    place: str = ""
    page: str = ""
    meeting_link: str = ""
    cancelled: bool = False
    tentative: bool = False
    organizer: Organizer | None = None
    attendee: Attendee | None = None


def request(events: Sequence[Event], *, sent_at: datetime) -> bytes:
    """Return a METHOD:REQUEST for `events` of one UID. Raises ValueError if they are not a single invitation."""
    return _message("REQUEST", events, sent_at)


def cancellation(events: Sequence[Event], *, sent_at: datetime) -> bytes:
    """Return a METHOD:CANCEL for `events` of one UID. Raises ValueError if they are not a single invitation."""
    return _message("CANCEL", events, sent_at)


def declined_counter(events: Sequence[Event], *, sent_at: datetime) -> bytes:
    """Return a METHOD:DECLINECOUNTER for `events` of one UID, which do not change. Raises ValueError as above."""
    return _message("DECLINECOUNTER", events, sent_at)


def feed(
    events: Iterable[Event], *, name: str, description: str = "", refresh_after: timedelta = timedelta(hours=1)
) -> bytes:
    """Return a calendar for subscription: the same bytes for the same events, without addresses of people.

    Raises ValueError if it contains a session twice.
    """
    from icalendar import vDuration

    events = list(events)
    if len({(event.uid, event.slot) for event in events}) < len(events):
        raise ValueError("a session is in the feed twice")
    calendar = _calendar()
    calendar.calendar_name = name
    if description:
        calendar.description = description
    calendar.refresh_interval = refresh_after
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh_after))
    samples = {event.timezone: event for event in events}.values()
    _add_zones(calendar, [_component(event, stamp=event.changed_at) for event in samples], events)
    end = b"END:VCALENDAR\r\n"
    return calendar.to_ical().removesuffix(end) + b"".join(map(_for_feeds, events)) + end


def single(event: Event) -> bytes:
    """Return a calendar with one event and no METHOD, to be opened or imported; without addresses of people."""
    return _written(_calendar(), [(event, _component(event, stamp=event.changed_at))])


@lru_cache(maxsize=5000)  # saves most of a feed that changed: 19 of 25 ms; pure, so it ends with the process
def _for_feeds(event: Event) -> bytes:
    """Return the serialised event, cached across feeds: the library takes a millisecond per event."""
    return _component(event, stamp=event.changed_at).to_ical()


def _message(method: str, events: Sequence[Event], sent_at: datetime) -> bytes:
    if len({event.uid for event in events}) != 1:
        raise ValueError("an invitation has one UID")
    if any(event.attendee is None or event.organizer is None for event in events):
        raise ValueError("an invitation has an attendee and an organizer")
    from icalendar.enums import STATUS, TRANSP

    calendar = _calendar()
    calendar.method = method
    components = [(event, _component(event, stamp=sent_at)) for event in events]
    for event, component in components:
        if method == "CANCEL":
            component.status = STATUS.CANCELLED
            component.transparency = TRANSP.TRANSPARENT
        _address(component, event)
    return _written(calendar, components)


def _calendar() -> icalendar.Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.prodid = PRODUCT
    calendar.version = "2.0"
    calendar.calscale = "GREGORIAN"
    return calendar


def _component(event: Event, *, stamp: datetime) -> icalendar.Event:
    from icalendar import Event as Component
    from icalendar import vRecur
    from icalendar.enums import STATUS, TRANSP

    zone = find_zone(event.timezone)
    component = Component.new(
        uid=event.uid,
        sequence=event.sequence,
        start=event.starts_at.astimezone(zone),
        end=event.ends_at.astimezone(zone),
        stamp=stamp.astimezone(UTC),
        created=event.created_at.astimezone(UTC),
        last_modified=event.changed_at.astimezone(UTC),
        recurrence_id=event.slot.astimezone(zone) if event.slot else None,
        summary=event.summary,
        description=event.description or None,
        location=event.place or None,
        url=event.page or None,
        status=STATUS.CANCELLED if event.cancelled else STATUS.TENTATIVE if event.tentative else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if event.cancelled else TRANSP.OPAQUE,
    )
    if event.meeting_link:
        component.add("CONFERENCE", event.meeting_link, {"VALUE": "URI", "FEATURE": "VIDEO"})
    if event.rule:
        component.add("RRULE", vRecur.from_ical(str(event.rule)))
    if event.without:
        component.add("EXDATE", [slot.astimezone(zone) for slot in event.without])
    return component


def _address(component: icalendar.Event, event: Event) -> None:
    from icalendar import vCalAddress

    if event.organizer:
        component.organizer = vCalAddress.new(event.organizer.email, cn=event.organizer.name)
    if event.attendee:
        attendee = event.attendee
        component.attendees = [
            vCalAddress.new(
                attendee.email,
                cn=attendee.name,
                role=attendee.role.value,
                partstat=attendee.answer.value,
                cutype=attendee.kind.value,
                rsvp=attendee.asks_answer,
            )
        ]


def _written(calendar: icalendar.Calendar, components: list[tuple[Event, icalendar.Event]]) -> bytes:
    events = [event for event, _ in components]
    _add_zones(calendar, [component for _, component in components], events)
    for _, component in components:
        calendar.add_component(component)
    return calendar.to_ical()


def _add_zones(calendar: icalendar.Calendar, components: list[icalendar.Event], events: list[Event]) -> None:
    """Add the time zones that the components use, for the years of the events."""
    from icalendar import Calendar

    naming = Calendar()
    naming.subcomponents = list(components)
    years = {year for event in events for year in _years(event)}
    for name in sorted(naming.get_missing_tzids()):
        calendar.add_component(zone_component(name, first_year=min(years) - 1, last_year=max(years) + 1))


def _years(event: Event) -> set[int]:
    """Return the years for which the event needs the changes of its time zone."""
    years = {moment.year for moment in (event.starts_at, event.ends_at, event.slot or event.starts_at)}
    if event.rule:
        years.add(event.rule.until.year if event.rule.until else event.starts_at.year + ENDLESS_YEARS)
    return years

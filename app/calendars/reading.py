"""Reading any iCalendar file into occurrences, within bounds of time and memory."""

import warnings
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from app.calendars.refusals import N_, CalendarUnreadable, one_line
from app.calendars.rules import Frequency, Rule
from app.calendars.screening import event_rule, screen

Calendar = Any  # icalendar's own types say that a property may be anything, which helps no reader
Event = Any

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
LONGEST_SECONDS = 60
MOST_OCCURRENCES = 250_000
MOST_STEPS = 200_000
DAYS_A_STEP = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 28, Frequency.YEARLY: 365}
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
_one_at_a_time = Lock()
"""The zones that a file defines are kept for the whole process while it is parsed."""
WHAT_COUNTS = {*TIMES, "DURATION", "RRULE", "RDATE", "EXDATE"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event, or one of a repeating event, as its file has it.

    Times are instants in UTC, wall times without a zone where the file has them so (floating), or dates for
    all-day events, whose end is the day after the last. `recurrence_id` is None for what does not repeat.
    """

    uid: str | None
    recurrence_id: date | None
    starts_at: date
    ends_at: date
    summary: str | None
    status: str | None
    event: Event = field(repr=False, compare=False)
    """The part of the file that says so."""

    @property
    def all_day(self) -> bool:
        """Whether it fills days instead of having a time."""
        return not isinstance(self.starts_at, datetime)


def read_calendar(content: bytes, *, since: date, until: date) -> list[Occurrence]:
    """Return every occurrence whose start lies in [since, until), in order of start.

    The limits are midnights in UTC for instants, and local dates for the others; what lies outside 1900 to 2199
    is left out. Raises CalendarUnreadable with one sentence when the content is broken, or too much.
    """
    since, until = max(since, FIRST_DAY), min(until, LAST_DAY)
    calendars = parse(screen(content))
    found: list[Occurrence] = []
    deadline = monotonic() + LONGEST_SECONDS
    for calendar in calendars:
        for events in by_uid(calendar):
            expanded = expand(calendar, events, since, until)
            found += (one for one in expanded if since <= _day(one.starts_at) < until)
            _refuse_beyond(len(found))
            if monotonic() > deadline:
                raise CalendarUnreadable(N_("The calendar file takes too long to read."))
    return sorted(found, key=lambda one: (as_naive(one.starts_at), one.uid or ""))


def _refuse_beyond(number: int) -> None:
    if number > MOST_OCCURRENCES:
        raise CalendarUnreadable(
            N_("There are more than %(most)s occurrences; ask for a shorter time."), most=MOST_OCCURRENCES
        )


def parse(text: str) -> list[Calendar]:
    """Return the calendars of a text that was screened. Raises CalendarUnreadable when it is not iCalendar."""
    import icalendar

    with _one_at_a_time, warnings.catch_warnings():
        icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets the zones that the file before defined
        warnings.simplefilter("ignore")  # guesses at odd zone names; a wrong name is refused below
        try:
            components = icalendar.Calendar.from_ical(text, multiple=True)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError):
            raise CalendarUnreadable(N_("The calendar file has a line that is not iCalendar.")) from None
    if not components or any(component.name != "VCALENDAR" for component in components):
        raise CalendarUnreadable(N_("The file holds no calendar."))
    return components


def by_uid(calendar: Calendar) -> Iterable[list[Event]]:
    """Return the events of a calendar, those of one UID together; each without a UID stands alone."""
    groups: defaultdict[object, list[Event]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        groups[str(event.get("UID", "")) or number].append(event)
    return groups.values()


def expand(calendar: Calendar, events: list[Event], since: date, until: date) -> list[Occurrence]:
    """Return the occurrences of events of one UID around some days. Raises CalendarUnreadable."""
    for event in events:
        check_event(event, until)
    repeats = len(events) > 1 or any(name in events[0] for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    if repeats:
        return _expand_series(calendar, events, since, until)
    starts_at, ends_at = span(events[0])
    return [_occurrence(events[0], None, starts_at, ends_at)]


def check_event(event: Event, until: date) -> None:
    """Refuse an event whose times or rules cannot be relied on."""
    broken = [name or "line" for name, _ in event.errors if name is None or name in WHAT_COUNTS]
    repeated = [name for name in (*TIMES, "DURATION") if isinstance(event.get(name), list)]
    for name in [*broken, *repeated]:
        raise CalendarUnreadable(N_("The event %(event)s has a wrong %(part)s."), event=named(event), part=name)
    if "DTSTART" not in event:
        raise CalendarUnreadable(N_("The event %(event)s has no start."), event=named(event))
    for name in (*TIMES, "RDATE", "EXDATE"):
        for value in listed(event.get(name)):
            _check_zone(event, name, value)
    try:
        starts_at, ends_at = span(event)
    except OverflowError:
        raise CalendarUnreadable(
            N_("The event %(event)s has a wrong %(part)s."), event=named(event), part="DURATION"
        ) from None
    if isinstance(starts_at, datetime) is not isinstance(ends_at, datetime) or as_naive(ends_at) < as_naive(starts_at):
        raise CalendarUnreadable(N_("The event %(event)s ends before it starts."), event=named(event))
    for recur in listed(event.get("RRULE")):
        _check_steps(event, event_rule(recur.to_ical().decode()), until)
        _settle_until(recur, starts_at)


def _check_zone(event: Event, name: str, value: Any) -> None:
    zone = value.params.get("TZID")
    times = [part.dt for part in value.dts] if hasattr(value, "dts") else [value.dt]
    for moment in times:
        if zone and isinstance(moment, datetime) and moment.tzinfo is None:
            raise CalendarUnreadable(
                N_("The event %(event)s has the unknown time zone %(zone)s."), event=named(event), zone=one_line(zone)
            )


def _check_steps(event: Event, rule: Rule, until: date) -> None:
    """Refuse a rule that would be counted too often between its start and the end of what is asked."""
    days = max(0, (until - _day(event["DTSTART"].dt)).days)
    per_day = rule.most_a_day if rule.frequency is Frequency.HOURLY else 1
    days_a_step = 1 if rule.frequency is Frequency.HOURLY else DAYS_A_STEP[rule.frequency] * rule.interval
    if days * per_day // days_a_step > MOST_STEPS:
        raise CalendarUnreadable(N_("The event %(event)s repeats too often."), event=named(event))


def _settle_until(recur: Any, starts_at: date) -> None:
    """Write UNTIL in the form that fits the start: a date means all of that day in the event's own zone."""
    if not recur.get("UNTIL") or not isinstance(starts_at, datetime):
        return
    until = recur["UNTIL"][0]
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if starts_at.tzinfo is None:
        until = until.replace(tzinfo=None)
    elif until.tzinfo is None:
        until = until.replace(tzinfo=starts_at.tzinfo)
    recur["UNTIL"] = [until.astimezone(ZoneInfo("UTC")) if until.tzinfo else until]


def _expand_series(calendar: Calendar, events: list[Event], since: date, until: date) -> list[Occurrence]:
    import recurring_ical_events

    origins: dict[Any, Event] = {}

    class Placed(recurring_ical_events.Occurrence):  # type: ignore[misc]
        """Becomes a row instead of a copy of its event, which would take many times the memory."""

        made = 0

        def __init__(self, adapter: Any, start: Any = None, end: Any = None, sequence: int = -1) -> None:
            super().__init__(adapter, start, end, sequence)
            Placed.made += 1
            _refuse_beyond(Placed.made)
            self.slot = None if start is None else start - adapter.move_recurrences_by
            if adapter not in origins:
                origins[adapter] = adapter.as_component()

        def as_component(self, keep_recurrence_attributes: bool) -> Any:
            origin = origins[self._adapter]
            slot = origin["RECURRENCE-ID"].dt if self.slot is None else self.slot
            return _occurrence(origin, slot, self.start, self.end)

    alone = calendar.copy()
    alone.subcomponents = list(events)
    selection = recurring_ical_events.ComponentsWithName("VEVENT", occurrence=Placed)
    try:
        query = recurring_ical_events.of(alone, components=[selection])
        return list(query.between(since - timedelta(days=2), until + timedelta(days=2)))
    except CalendarUnreadable:
        raise
    except (ValueError, TypeError, ArithmeticError):
        raise CalendarUnreadable(
            N_("The event %(event)s repeats in a way that cannot be read."), event=named(events[0])
        ) from None


def span(event: Event) -> tuple[date, date]:
    """Return start and end as the file has them; the end of days is the day after the last."""
    starts_at = event["DTSTART"].dt
    if "DTEND" in event:
        return starts_at, event["DTEND"].dt
    if "DURATION" in event:
        return starts_at, starts_at + event["DURATION"].dt
    return starts_at, starts_at if isinstance(starts_at, datetime) else starts_at + timedelta(days=1)


def _occurrence(event: Event, slot: date | None, starts_at: date, ends_at: date) -> Occurrence:
    text = {name: str(event[name]) if name in event else None for name in ("UID", "SUMMARY", "STATUS")}
    status = text["STATUS"] and text["STATUS"].upper()
    times = (None if slot is None else _settled(slot), _settled(starts_at), _settled(ends_at))
    return Occurrence(text["UID"] or None, *times, text["SUMMARY"], status, event)


def _settled(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment


def _day(moment: date) -> date:
    return as_naive(moment).date()


def as_naive(moment: date) -> datetime:
    """Return a moment without a zone, for comparing: instants in UTC, days at midnight."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return datetime.combine(moment, time.min)


def listed(value: Any) -> list[Any]:
    """Return the values of a property that may be absent, stand once or several times."""
    return [] if value is None else value if isinstance(value, list) else [value]


def named(event: Event) -> str:
    """Return what an event is called in a message."""
    return one_line(event.get("SUMMARY") or event.get("UID") or "?")

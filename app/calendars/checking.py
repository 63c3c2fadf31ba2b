"""Checks which events of a calendar file are valid, and explains what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from app.calendars.errors import N_, CalendarRefused, CalendarUnreadable, one_line
from app.calendars.ics_limits import event_rule
from app.calendars.parsing import TIMES, Event, listed, named
from app.calendars.rules import Frequency, Rule

WHAT_COUNTS = {*TIMES, "DURATION", "RRULE", "RDATE", "EXDATE"}
MOST_STEPS = 200_000
DAYS_A_STEP = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 28, Frequency.YEARLY: 365}


class Unusable(NamedTuple):
    """An event that is left out, and the reason."""

    event: Event
    why: CalendarRefused


def check_event(event: Event, until: date) -> None:
    """Raise CalendarRefused if the times or rules of an event are invalid, or too many up to `until`."""
    broken = [name or "line" for name, _ in event.errors if name is None or name in WHAT_COUNTS]
    repeated = [name for name in (*TIMES, "DURATION") if isinstance(event.get(name), list)]
    for name in [*broken, *repeated]:
        raise CalendarUnreadable(N_("The event %(event)s has a wrong %(part)s."), event=named(event), part=name)
    if "DTSTART" not in event:
        raise CalendarUnreadable(N_("The event %(event)s has no start."), event=named(event))
    if "EXRULE" in event:
        raise CalendarUnreadable(N_("It has an EXRULE, which RFC 5545 no longer allows."))
    for name in (*TIMES, "RDATE", "EXDATE"):
        for value in listed(event.get(name)):
            _check_zone(event, name, value)
    _check_span(event)
    check_steps(event, until)
    for recur in listed(event.get("RRULE")):
        _settle_until(recur, event["DTSTART"].dt)


def sort_out(events: Iterable[Event], check: Callable[[Event], None]) -> tuple[list[Event], list[Unusable]]:
    """Return the events of one UID that pass a check, and the others.

    If an event is invalid, the changes of single dates that refer to it are left out too.
    """
    sound, unusable = list[Event](), list[Unusable]()
    for event in events:
        try:
            check(event)
            sound.append(event)
        except CalendarRefused as refused:
            unusable.append(Unusable(event, refused))
    if all(is_change(event) for event in sound) and not all(is_change(one.event) for one in unusable):
        why = CalendarUnreadable(N_("It changes an event that could not be read."))
        return [], [*unusable, *(Unusable(event, why) for event in sound)]
    return sound, unusable


def is_change(event: Event) -> bool:
    """Whether an event changes dates of another one (has a RECURRENCE-ID)."""
    return "RECURRENCE-ID" in event


def is_onward(event: Event) -> bool:
    """Whether a change also applies to all later dates."""
    return str(event["RECURRENCE-ID"].params.get("RANGE", "")).upper() == "THISANDFUTURE"


def sequence_of(event: Event) -> int:
    """Return the sequence number of an event's version; 0 by default."""
    number = event.get("SEQUENCE", 0)
    return number if isinstance(number, int) else 0


def span(event: Event) -> tuple[date, date]:
    """Return start and end as in the file. The end of an all-day event is the day after its last."""
    starts_at = event["DTSTART"].dt
    if "DTEND" in event:
        return starts_at, event["DTEND"].dt
    if "DURATION" in event:
        return starts_at, starts_at + event["DURATION"].dt
    return starts_at, starts_at if isinstance(starts_at, datetime) else starts_at + timedelta(days=1)


def as_naive(moment: date) -> datetime:
    """Return a naive datetime for comparisons: instants in UTC, dates at midnight."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return datetime.combine(moment, time.min)


def check_steps(event: Event, until: date) -> None:
    """Raise CalendarUnreadable if the rules have too many dates between their start and `until`."""
    days = max(0, (until - as_naive(event["DTSTART"].dt).date()).days)
    rules = [event_rule(recur.to_ical().decode()) for recur in listed(event.get("RRULE"))]
    if sum(_steps(rule, days) for rule in rules) > MOST_STEPS:
        raise CalendarUnreadable(N_("The event %(event)s repeats too often."), event=named(event))


def _steps(rule: Rule, days: int) -> int:
    per_day = rule.most_a_day if rule.frequency is Frequency.HOURLY else 1
    days_a_step = 1 if rule.frequency is Frequency.HOURLY else DAYS_A_STEP[rule.frequency] * rule.interval
    return 1 + days * per_day // days_a_step


def _check_zone(event: Event, name: str, value: Any) -> None:
    zone = value.params.get("TZID")
    times = [part.dt for part in value.dts] if hasattr(value, "dts") else [value.dt]
    for moment in times:
        if zone and isinstance(moment, datetime) and moment.tzinfo is None:
            raise CalendarUnreadable(
                N_("The event %(event)s has the unknown time zone %(zone)s."), event=named(event), zone=one_line(zone)
            )
        if name in TIMES and not isinstance(moment, date):
            raise CalendarUnreadable(N_("The event %(event)s has a wrong %(part)s."), event=named(event), part=name)


def _check_span(event: Event) -> None:
    try:
        starts_at, ends_at = span(event)
        backwards = as_naive(ends_at) < as_naive(starts_at)
    except (OverflowError, TypeError, ValueError):
        raise CalendarUnreadable(
            N_("The event %(event)s has a wrong %(part)s."), event=named(event), part="DURATION"
        ) from None
    if isinstance(starts_at, datetime) is not isinstance(ends_at, datetime) or backwards:
        raise CalendarUnreadable(N_("The event %(event)s ends before it starts."), event=named(event))


def _settle_until(recur: Any, starts_at: date) -> None:
    """Convert UNTIL to the type of the start: a date means the end of that day in the event's time zone."""
    if not recur.get("UNTIL") or not isinstance(starts_at, datetime):
        return
    until = recur["UNTIL"][0]
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if starts_at.tzinfo is None:
        until = until.replace(tzinfo=None)
    elif until.tzinfo is None:
        until = until.replace(tzinfo=starts_at.tzinfo)
    recur["UNTIL"] = [until.astimezone(UTC) if until.tzinfo else until]

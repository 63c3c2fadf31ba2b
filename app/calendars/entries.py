"""One event of a calendar file as a schedule here knows it: wall time, a zone of the IANA database, one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from app.calendars.reading import Event, as_naive, listed, named, span
from app.calendars.recurrence import Recurrence, find_zone, to_instant
from app.calendars.refusals import N_, CalendarUnreadable
from app.calendars.rules import Frequency, Rule
from app.calendars.screening import event_rule

ALONE = Rule(frequency=Frequency.DAILY, count=1)
"""The rule of an event that repeats on listed dates only."""
SAMPLES = range(0, 3 * 366, 15)
"""Days after the first of January on which two zones are compared."""
NEVER_BEFORE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read what a file leaves open: days without times, times without a zone, no length, no end."""

    timezone: ZoneInfo
    day_starts: time = time(8)
    day_ends: time = time(16)
    whole_days: bool = True
    """Whether all-day events are taken, from `day_starts` to `day_ends`."""
    minutes: int = 120
    longest: timedelta = timedelta(days=7)
    now: datetime
    """What is over by then is counted apart; an instant."""
    until: datetime
    """The instant up to which endless rules are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sitting of a repeating event that differs from the others; `slot` is where the rule put it. In UTC."""

    slot: datetime
    starts_at: datetime
    minutes: int
    title: str
    place: str
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event of a file. Without a `rule` it is one sitting; `first_start` is wall time, all else is in UTC."""

    uid: str
    line: int
    title: str
    place: str
    link: str
    first_start: datetime
    timezone: str
    minutes: int
    cancelled: bool
    rule: str = ""
    more: tuple[datetime, ...] = ()
    """Sittings beside the rule (RDATE)."""
    without: tuple[datetime, ...] = ()
    """Slots on which there is none (EXDATE)."""
    changes: tuple[Change, ...] = ()
    sittings: int = 1
    """How many there are, counted as far as rules are followed."""
    past: int = 0
    """How many of them are over."""
    assumed: tuple[str, ...] = ()
    """What the file left open: "all_day", "floating", "length"."""

    @property
    def starts_at(self) -> datetime:
        """The first start as an instant."""
        return to_instant(self.first_start, find_zone(self.timezone))

    @property
    def length(self) -> timedelta:
        """How long a sitting lasts."""
        return timedelta(minutes=self.minutes)


def entry_of(event: Event, changes: Sequence[Event], reading: Reading, *, uid: str, line: int) -> Entry:
    """Return a sound event, with what differs from it on single dates.

    Raises CalendarRefused when no schedule can be made of it.
    """
    times = _Times(event, reading)
    if times.all_day and not reading.whole_days:
        raise CalendarUnreadable(N_("It fills whole days, and those were not asked for."))
    for change in changes:
        if str(change["RECURRENCE-ID"].params.get("RANGE", "")).upper() == "THISANDFUTURE":
            raise CalendarUnreadable(N_("It changes from one date on; enter it as two schedules."))
    link, place = words_of(event, "X-GOOGLE-CONFERENCE", 1000), words_of(event, "LOCATION", 300)
    if not link and place.startswith(("https://", "http://")):
        link, place = place, ""
    entry = Entry(
        uid=uid,
        line=line,
        title=words_of(event, "SUMMARY", 200),
        place=place,
        link=link if link.startswith(("https://", "http://")) else "",
        first_start=times.first_start,
        timezone=times.zone.key,
        minutes=times.minutes_of(event),
        cancelled=_is_cancelled(event),
    )
    if times.repeats or changes:
        entry = _repeated(entry, event, changes, times)
    else:
        entry = replace(entry, past=int(entry.starts_at + timedelta(minutes=entry.minutes) <= reading.now))
    return replace(entry, assumed=tuple(sorted(times.assumed)))


def words_of(component: Any, name: str, longest: int) -> str:
    """Return a text of a file on one line, without anything that nobody sees, cut to `longest` characters."""
    from app.forms import tidy

    return " ".join((tidy(str(component.get(name, ""))) or "").split())[:longest]


def stamp(moment: date) -> str:
    """Return a moment as part of an identity: the same for the same instant."""
    return (moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment).isoformat()


@dataclass(slots=True)
class _Times:
    """How the times of an event are read: its zone, its first start as wall time, and what was assumed for them."""

    event: Event
    reading: Reading
    zone: ZoneInfo = field(init=False)
    first_start: datetime = field(init=False)
    assumed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        start = self.event["DTSTART"].dt
        self.zone = self.reading.timezone
        if not isinstance(start, datetime):
            self.assumed.add("all_day")
            self.first_start = datetime.combine(start, self.reading.day_starts)
        elif start.tzinfo is None:
            self.assumed.add("floating")
            self.first_start = start
        else:
            if self.repeats:
                self.zone = _known_zone(start.tzinfo, start.year, self.reading.timezone, named(self.event))
            self.first_start = start.astimezone(self.zone).replace(tzinfo=None)
        self.first_start = self.first_start.replace(microsecond=0, fold=0)
        if self.first_start.date() < NEVER_BEFORE:
            raise CalendarUnreadable(N_("It begins before 1970."))

    @property
    def repeats(self) -> bool:
        return "RRULE" in self.event or "RDATE" in self.event

    @property
    def all_day(self) -> bool:
        return "all_day" in self.assumed

    def instant(self, moment: Any) -> datetime:
        """Return when `moment` is: a day begins when the event does, a time without a zone is in the event's."""
        start = moment[0] if isinstance(moment, tuple) else moment  # a period of RDATE
        if not isinstance(start, datetime):
            start = datetime.combine(start, self.first_start.time())
        return to_instant(start, self.zone) if start.tzinfo is None else start.astimezone(UTC)

    def minutes_of(self, event: Event) -> int:
        """Return how long an event lasts; one without a length gets the usual one. Raises CalendarUnreadable."""
        starts_at, ends_at = span(event)
        length = as_naive(ends_at) - as_naive(starts_at)
        if not isinstance(starts_at, datetime):
            opens, closes = (datetime.combine(starts_at, at) for at in (self.reading.day_starts, self.reading.day_ends))
            length = max(length - timedelta(days=1), timedelta()) + (closes - opens)
        elif not length:
            self.assumed.add("length")
            length = timedelta(minutes=self.reading.minutes)
        if length > self.reading.longest:
            raise CalendarUnreadable(N_("It lasts longer than %(days)s days."), days=self.reading.longest.days)
        return max(1, round(length.total_seconds() / 60))

    def rule(self) -> Rule:
        """Return the rule, its UNTIL as an instant. Raises CalendarUnreadable."""
        for recur in listed(self.event.get("RRULE")):
            rule = event_rule(recur.to_ical().decode())
            if not recur.get("UNTIL"):
                return rule
            until = recur["UNTIL"][0]
            last = until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
            return replace(rule, until=self.instant(last))
        return ALONE


def _repeated(entry: Entry, event: Event, changes: Sequence[Event], times: _Times) -> Entry:
    """Return `entry` with its rule, its further and left out dates, and what differs. Raises CalendarRefused."""
    recurrence = Recurrence(times.rule(), entry.first_start, entry.timezone)
    slots = set(recurrence.slots(until=times.reading.until))
    more = {times.instant(one.dt) for value in listed(event.get("RDATE")) for one in value.dts}
    more = (more | {entry.starts_at}) - slots
    without = {times.instant(one.dt) for value in listed(event.get("EXDATE")) for one in value.dts}
    differing = {change.slot: change for change in (_change(one, times) for one in changes)}
    held = (slots | more | differing.keys()) - without
    begun = times.reading.now - timedelta(minutes=entry.minutes)
    return replace(
        entry,
        rule=str(recurrence.rule),
        more=tuple(sorted(more - without)),
        without=tuple(sorted(without - differing.keys())),
        changes=tuple(differing[slot] for slot in sorted(differing)),
        sittings=len(held),
        past=sum(slot <= begun for slot in held),
    )


def _change(event: Event, times: _Times) -> Change:
    return Change(
        slot=times.instant(event["RECURRENCE-ID"].dt),
        starts_at=times.instant(event["DTSTART"].dt),
        minutes=times.minutes_of(event),
        title=words_of(event, "SUMMARY", 200),
        place=words_of(event, "LOCATION", 300),
        cancelled=_is_cancelled(event),
    )


def _is_cancelled(event: Event) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


@lru_cache(maxsize=50)
def _known_zone(zone: tzinfo, year: int, usual: ZoneInfo, name: str) -> ZoneInfo:
    """Return the zone of the IANA database whose clocks go like `zone`: the usual one, its own, or any.

    Raises CalendarUnreadable where there is none.
    """
    days = [datetime(min(max(year, 1970), 2190), 1, 1) + timedelta(days=number) for number in SAMPLES]  # noqa: DTZ001
    offsets = [day.replace(tzinfo=zone).utcoffset() for day in days]
    own = [zone.key] if isinstance(zone, ZoneInfo) else sorted(available_timezones())
    for candidate in (usual.key, *own):
        known = find_zone(candidate)
        if all(day.replace(tzinfo=known).utcoffset() == offset for day, offset in zip(days, offsets, strict=True)):
            return known
    raise CalendarUnreadable(N_("The event %(event)s is in a time zone that no place in the world has."), event=name)

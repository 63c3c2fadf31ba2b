"""Converts an event of a calendar file to a schedule: wall time, a time zone of the IANA database, and one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from app.calendars.checking import as_naive, is_onward, span
from app.calendars.errors import N_, CalendarUnreadable
from app.calendars.ics_limits import event_rule
from app.calendars.parsing import Event, listed, named
from app.calendars.recurrence import Recurrence, find_zone, to_instant
from app.calendars.rules import Frequency, Rule

ALONE = Rule(frequency=Frequency.DAILY, count=1)
"""The rule of an event that repeats only on listed dates."""
MOST_LISTED = 5_000
"""Maximum number of listed dates of an event whose time zone equals no IANA time zone."""
NEVER_BEFORE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Defaults for what a file leaves open: all-day times, floating times, missing lengths and endless rules."""

    timezone: ZoneInfo
    day_starts: time = time(8)
    day_ends: time = time(16)
    whole_days: bool = True
    """Whether all-day events are included, from `day_starts` to `day_ends`."""
    minutes: int = 120
    longest: timedelta = timedelta(days=7)
    until: datetime
    """The instant up to which endless rules are expanded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A session of a repeating event that differs from the rule; `slot` is its date by the rule. Times are in UTC."""

    slot: datetime
    starts_at: datetime
    minutes: int
    title: str
    place: str
    cancelled: bool
    onward: bool = False
    """Whether all later sessions, up to the next such change, are moved by the same wall time difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event of a file; without a `rule` a single session. `first_start` is wall time, other times are in UTC."""

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
    """Additional slots (RDATE)."""
    without: tuple[datetime, ...] = ()
    """Excluded slots (EXDATE)."""
    changes: tuple[Change, ...] = ()
    sittings: int = 1
    """The number of sessions, including cancelled ones, as far as rules are expanded."""
    assumed: tuple[str, ...] = ()
    """Properties that the file leaves open: "all_day", "floating", "length"."""

    @property
    def starts_at(self) -> datetime:
        """The first start as an instant in UTC."""
        return to_instant(self.first_start, find_zone(self.timezone))

    @property
    def length(self) -> timedelta:
        """The duration of a session."""
        return timedelta(minutes=self.minutes)


def entry_of(event: Event, changes: Sequence[Event], reading: Reading, *, uid: str, line: int) -> Entry:
    """Return the entry of a valid event, with its changes of single dates.

    Raises CalendarRefused if it cannot be represented as a schedule.
    """
    times = _Times(event, reading)
    if times.all_day and not reading.whole_days:
        raise CalendarUnreadable(N_("It fills whole days, and those were not asked for."))
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
    return replace(entry, assumed=tuple(sorted(times.assumed)))


def words_of(component: Any, name: str, longest: int) -> str:
    """Return a text property on one line, without invisible characters, truncated to `longest` characters."""
    from app.web.forms import tidy

    return " ".join((tidy(str(component.get(name, ""))) or "").split())[:longest]


def stamp(moment: date) -> str:
    """Return a string that identifies a moment, equal for equal instants."""
    return (moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment).isoformat()


@dataclass(slots=True)
class _Times:
    """Interprets the times of an event: its time zone, its first start as wall time, and the assumptions made."""

    event: Event
    reading: Reading
    zone: ZoneInfo = field(init=False)
    first_start: datetime = field(init=False)
    own_clock: tzinfo | None = None
    """The time zone of a repeating event if no IANA time zone equals it."""
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
                self._settle_zone(start)
            self.first_start = start.astimezone(self.zone).replace(tzinfo=None)
        self.first_start = self.first_start.replace(microsecond=0, fold=0)
        if self.first_start.date() < NEVER_BEFORE:
            raise CalendarUnreadable(N_("It begins before 1970."))

    def _settle_zone(self, start: datetime) -> None:
        assert start.tzinfo is not None
        known = _known_zone(start.tzinfo, start.year, self.reading.until.year, self.reading.timezone)
        if known:
            self.zone = known
            return
        rule = self.rule()
        if rule.count is None and rule.until is None:
            raise CalendarUnreadable(
                N_("The event %(event)s repeats without end in a time zone that is used nowhere."),
                event=named(self.event),
            )
        self.own_clock = start.tzinfo

    @property
    def repeats(self) -> bool:
        return "RRULE" in self.event or "RDATE" in self.event

    @property
    def all_day(self) -> bool:
        return "all_day" in self.assumed

    def instant(self, moment: Any) -> datetime:
        """Return a moment in UTC; a date starts at the event's time of day, a naive time is in its time zone."""
        start = moment[0] if isinstance(moment, tuple) else moment  # a period in RDATE
        if not isinstance(start, datetime):
            start = datetime.combine(start, self.first_start.time())
        return to_instant(start, self.zone) if start.tzinfo is None else start.astimezone(UTC)

    def minutes_of(self, event: Event) -> int:
        """Return the length of an event in minutes, by default that of `reading`. Raises CalendarUnreadable."""
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
        """Return the rule, with UNTIL as an instant. Raises CalendarUnreadable."""
        for recur in listed(self.event.get("RRULE")):
            rule = event_rule(recur.to_ical().decode())
            if not recur.get("UNTIL"):
                return rule
            until = recur["UNTIL"][0]
            last = until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
            return replace(rule, until=self.instant(last))
        return ALONE


def _repeated(entry: Entry, event: Event, changes: Sequence[Event], times: _Times) -> Entry:
    """Return `entry` with its rule, additional and excluded slots, and changes. Raises CalendarRefused."""
    rule, ruled = _ruled(entry, times)
    more = {times.instant(one.dt) for value in listed(event.get("RDATE")) for one in value.dts}
    if not (rule.until and rule.until < entry.starts_at):  # a rule that ends before its start has no dates
        more.add(entry.starts_at)
    slots = ruled | more
    without = _without(event, times, slots)
    differing = {change.slot: change for change in (_change(one, times) for one in changes)}
    return replace(
        entry,
        rule=str(ALONE if times.own_clock else rule),
        more=tuple(sorted((slots if times.own_clock else more - ruled) - without)),
        without=tuple(sorted(without)),
        changes=tuple(differing[slot] for slot in sorted(differing) if slot not in without or differing[slot].onward),
        sittings=len((slots | differing.keys()) - without),
    )


def _ruled(entry: Entry, times: _Times) -> tuple[Rule, set[datetime]]:
    """Return the rule of an event, and its slots as far as rules are expanded."""
    rule = times.rule()
    if times.own_clock is None:
        return rule, set(Recurrence(rule, entry.first_start, entry.timezone).slots(until=times.reading.until))
    start, found = times.event["DTSTART"].dt.replace(tzinfo=None), set[datetime]()
    for _slot, wall in Recurrence(replace(rule, until=None), start, "UTC").slots_with_wall_times():
        slot = wall.replace(tzinfo=times.own_clock).astimezone(UTC)
        if rule.until and slot > rule.until:
            break
        found.add(slot)
        if len(found) > MOST_LISTED:
            raise CalendarUnreadable(N_("The event %(event)s repeats too often."), event=named(times.event))
    return rule, found


def _without(event: Event, times: _Times, slots: set[datetime]) -> set[datetime]:
    """Return the excluded slots; an EXDATE without a time excludes the whole day."""
    moments = [one.dt for value in listed(event.get("EXDATE")) for one in value.dts]
    days = {one for one in moments if not isinstance(one, datetime)} if not times.all_day else set()
    instants = {times.instant(one) for one in moments}
    if days:
        instants |= {slot for slot in slots if slot.astimezone(times.own_clock or times.zone).date() in days}
    return {one for one in instants if one in slots or one > times.reading.until}


def _change(event: Event, times: _Times) -> Change:
    return Change(
        slot=times.instant(event["RECURRENCE-ID"].dt),
        starts_at=times.instant(event["DTSTART"].dt),
        minutes=times.minutes_of(event),
        title=words_of(event, "SUMMARY", 200),
        place=words_of(event, "LOCATION", 300),
        cancelled=_is_cancelled(event),
        onward=is_onward(event),
    )


def _is_cancelled(event: Event) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


@lru_cache(maxsize=50)  # saves 7 to 24 ms of each event in a zone that is not ours; pure
def _known_zone(zone: tzinfo, first_year: int, last_year: int, usual: ZoneInfo) -> ZoneInfo | None:
    """Return an IANA time zone with the same offsets as `zone` in these years, or None.

    The usual zone is preferred, then the zone itself, then any.
    """
    if isinstance(zone, ZoneInfo) and zone.key == usual.key:
        return usual
    first, last = min(max(first_year, 1970), 2190), min(max(last_year, first_year + 2), 2199)
    start = datetime(first, 1, 1)  # noqa: DTZ001
    halves = [start + timedelta(hours=12 * number) for number in range(2 * 366 * (last - first + 1))]
    own = [zone.key] if isinstance(zone, ZoneInfo) else sorted(available_timezones())
    offsets = [half.replace(tzinfo=zone).utcoffset() for half in halves]
    for candidate in (usual.key, *own):
        known = find_zone(candidate)
        if all(half.replace(tzinfo=known).utcoffset() == offset for half, offset in zip(halves, offsets, strict=True)):
            return known
    return None

"""Expands repeating events: rules, additional and excluded dates, and changes of single or following dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from app.calendars.checking import as_naive, check_steps, is_change, is_onward, sequence_of, span
from app.calendars.errors import N_, CalendarUnreadable
from app.calendars.ics_limits import event_rule
from app.calendars.parsing import Event, listed, named
from app.calendars.recurrence import WIDEST_GAP, count_in_wall_time

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A single event, or one occurrence of a repeating event, with the times as in the file.

    Times are instants in UTC, naive datetimes if floating in the file, or dates for all-day events, whose end is the
    day after the last. `recurrence_id` is None for single events; otherwise it is the date by the rule, even if the
    occurrence was moved.
    """

    uid: str | None
    recurrence_id: date | None
    starts_at: date
    ends_at: date
    summary: str | None
    status: str | None
    event: Event = field(repr=False, compare=False)
    """The component of the file that defines it."""

    @property
    def all_day(self) -> bool:
        """Whether it is an all-day event."""
        return not isinstance(self.starts_at, datetime)


def expand(events: list[Event], since: date, until: date) -> list[Occurrence]:
    """Return the occurrences of checked events of one UID whose start is in [since, until).

    The limits are midnight in UTC for instants, and local dates for the others. Raises CalendarUnreadable.
    """
    masters = sorted((one for one in events if not is_change(one)), key=sequence_of)
    changes = sorted((one for one in events if is_change(one)), key=sequence_of)
    try:
        if not masters:
            alone = {as_naive(one["RECURRENCE-ID"].dt): one for one in changes}
            found = [_as_written(one, one["RECURRENCE-ID"].dt) for one in alone.values()]
        elif changes or "RRULE" in masters[-1] or "RDATE" in masters[-1]:
            return list(_Series(masters[-1], changes).between(since, until))
        else:
            found = [_as_written(masters[-1], None)]
    except (ValueError, TypeError, ArithmeticError) as error:
        if isinstance(error, CalendarUnreadable):
            raise
        raise CalendarUnreadable(
            N_("The event %(event)s repeats in a way that cannot be read."), event=named(events[0])
        ) from None
    return [one for one in found if _is_within(one, since, until)]


class _Onward(NamedTuple):
    """A change of one date and all following ones, as wall times of the series."""

    key: datetime
    slot: datetime
    starts_at: datetime
    written: Callable[[datetime], date]
    length: timedelta
    event: Event


class _Series:
    """A repeating event.

    Slots are wall times; the `key` of a slot is its instant in UTC, or the wall time if floating.
    """

    def __init__(self, master: Event, changes: Iterable[Event]) -> None:
        start = master["DTSTART"].dt
        self.master = master
        self.all_day = not isinstance(start, datetime)
        self.zone: tzinfo | None = None if self.all_day else start.tzinfo
        self.first = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time.min)
        self.length = _length(master)
        self.changes = {self._key_of(one["RECURRENCE-ID"].dt): one for one in changes}
        self.onward = [self._onward(key, one) for key, one in sorted(self.changes.items()) if is_onward(one)]
        self.lengths: dict[datetime, timedelta] = {}
        self.left_out, self.days_left_out = set[datetime](), set[date]()
        for value in listed(master.get("EXDATE")):
            for one in value.dts:
                if self.all_day or isinstance(one.dt, datetime):
                    self.left_out.add(self._key_of(one.dt))
                else:
                    self.days_left_out.add(one.dt)

    def between(self, since: date, until: date) -> Iterator[Occurrence]:
        """Yield the occurrences whose start is in [since, until)."""
        last = self._last_slot(until)
        check_steps(self.master, last.date())
        slots = self._slots(last)
        for key, wall in slots.items():
            if not self._is_left_out(key, wall) and _is_within(one := self._at(key, wall), since, until):
                yield one
        for key, event in self.changes.items():
            wall = self._wall(event["RECURRENCE-ID"].dt)
            if key in slots or self._is_left_out(key, wall) or (key <= last and self._is_outdated(event)):
                continue
            if _is_within(one := _as_written(event, self._written(wall)), since, until):
                yield one

    def _slots(self, last: datetime) -> dict[datetime, datetime]:
        """Return the wall time of each slot up to `last`, by key."""
        found: dict[datetime, datetime] = {}
        ends: list[datetime] = []
        for recur in listed(self.master.get("RRULE")):
            if recur.get("UNTIL"):
                ends.append(as_naive(recur["UNTIL"][0]))
            end = min(last, ends[-1]) if recur.get("UNTIL") else last
            for wall in count_in_wall_time(event_rule(recur.to_ical().decode()), self.first):
                key = self._key(wall)
                if key <= end:
                    found.setdefault(key, wall)
                elif key - WIDEST_GAP > end:  # two slots may be out of order at a clock change
                    break
        for moment in self._listed_dates():
            found.setdefault(self._key_of(moment), self._wall(moment))
        first = self._key(self.first)
        if not ends or first <= max(ends):  # a rule that ends before its start has no dates
            found.setdefault(first, self.first)
        return found

    def _listed_dates(self) -> Iterator[date]:
        for value in listed(self.master.get("RDATE")):
            for one in value.dts:
                if not isinstance(one.dt, tuple):
                    yield one.dt
                    continue
                start, end = one.dt
                self.lengths[self._key_of(start)] = end if isinstance(end, timedelta) else end - start
                yield start

    def _at(self, key: datetime, wall: datetime) -> Occurrence:
        if key in self.changes:
            return _as_written(self.changes[key], self._written(wall))
        onward = next((one for one in reversed(self.onward) if one.key < key), None)
        if onward is None:
            ends_at = wall + self.lengths.get(key, self.length)
            return _occurrence(self.master, self._written(wall), self._written(wall), self._written(ends_at))
        starts_at = onward.starts_at + (wall - onward.slot)
        times = (onward.written(starts_at), onward.written(starts_at + onward.length))
        return _occurrence(onward.event, self._written(wall), *times)

    def _onward(self, key: datetime, event: Event) -> _Onward:
        start = event["DTSTART"].dt
        slot, length = self._wall(event["RECURRENCE-ID"].dt), _length(event)
        if not isinstance(start, datetime):
            return _Onward(key, slot, datetime.combine(start, time.min), datetime.date, length, event)
        if start.tzinfo and self.zone:
            return _Onward(key, slot, self._wall(start), self._written, length, event)
        wall, zone = start.replace(tzinfo=None), start.tzinfo
        return _Onward(key, slot, wall, lambda moment: moment.replace(tzinfo=zone), length, event)

    def _last_slot(self, until: date) -> datetime:
        """Return the last key to expand: slots after `until` may have been moved to an earlier date."""
        back = max((one.slot - one.starts_at for one in self.onward), default=timedelta())
        end = datetime.combine(min(until, LAST_DAY), time.min) + 2 * WIDEST_GAP
        most = datetime.combine(LAST_DAY, time.max) - end
        return end + min(max(back, timedelta()), max(most, timedelta()))

    def _is_left_out(self, key: datetime, wall: datetime) -> bool:
        return key in self.left_out or wall.date() in self.days_left_out

    def _is_outdated(self, event: Event) -> bool:
        """Whether a change without a slot is left over from an earlier version of the rule."""
        repeats = any(name in event for name in ("RRULE", "RDATE", "EXDATE"))
        return repeats and sequence_of(event) < sequence_of(self.master)

    def _wall(self, moment: date) -> datetime:
        """Return a moment as wall time of the series; a date starts at the event's time of day."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, self.first.time())
        if self.all_day:
            return datetime.combine(moment.date(), time.min)
        local = moment.astimezone(self.zone) if moment.tzinfo and self.zone else moment
        return local.replace(tzinfo=None)

    def _key(self, wall: datetime) -> datetime:
        return wall if self.zone is None else as_naive(wall.replace(tzinfo=self.zone))

    def _key_of(self, moment: date) -> datetime:
        return self._key(self._wall(moment))

    def _written(self, wall: datetime) -> date:
        """Return a wall time of the series in the type used in the file."""
        return wall.date() if self.all_day else wall.replace(tzinfo=self.zone)


def _length(event: Event) -> timedelta:
    """Return the duration of an event, in wall time if start and end have the same time zone."""
    starts_at, ends_at = span(event)
    return ends_at - starts_at


def _as_written(event: Event, slot: date | None) -> Occurrence:
    return _occurrence(event, slot, *span(event))


def _occurrence(event: Event, slot: date | None, starts_at: date, ends_at: date) -> Occurrence:
    text = {name: str(event[name]) if name in event else None for name in ("UID", "SUMMARY", "STATUS")}
    status = text["STATUS"] and text["STATUS"].upper()
    times = (None if slot is None else _settled(slot), _settled(starts_at), _settled(ends_at))
    return Occurrence(text["UID"] or None, *times, text["SUMMARY"], status, event)


def _settled(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment


def _is_within(one: Occurrence, since: date, until: date) -> bool:
    return since <= as_naive(one.starts_at).date() < until

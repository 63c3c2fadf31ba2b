"""Generates the slots of a series from a rule in local wall time and an IANA time zone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.calendars.errors import N_, RuleRefused, one_line
from app.calendars.rules import Frequency, Rule, parse_rule

if TYPE_CHECKING:
    from dateutil.rrule import rrule

FIRST_YEAR = 1970
LAST_YEAR = 2199
MOST_SLOTS = 50_000
WIDEST_GAP = timedelta(days=1)
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
WALL_ORIGIN = ORIGIN.replace(tzinfo=None)
END = datetime.max.replace(tzinfo=UTC)


def find_zone(name: str) -> ZoneInfo:
    """Return the IANA time zone `name`. Raises RuleRefused if there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise RuleRefused(
            N_("There is no time zone %(name)s; write for example Asia/Jakarta."),
            name=one_line(name),
        ) from None


def to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall time `local` in `zone` as an instant in UTC, by the rules of RFC 5545.

    A wall time that a clock change skips is interpreted with the offset before the change; a repeated one is the first
    of the two.
    """
    return datetime.combine(local, local.time(), zone).astimezone(UTC)  # several times faster than replace()


@lru_cache(maxsize=2000)  # with it a fifth to a third of counting a rule is saved; pure, so it ends with the process
def steady_offset(zone: ZoneInfo, year: int) -> timedelta | None:
    """Return the UTC offset of `zone` if it does not change during a year of wall time, else None."""
    first = datetime(year, 1, 1, tzinfo=zone)
    days = (first + timedelta(days=number) for number in range(1, 367))
    return first.utcoffset() if all(day.utcoffset() == first.utcoffset() for day in days) else None


@dataclass(frozen=True)
class Recurrence:
    """A rule that begins at the wall time `starts_at` (naive) in the time zone `timezone`.

    Raises RuleRefused if these are invalid together.
    """

    rule: Rule
    starts_at: datetime
    timezone: str

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is not None:
            raise RuleRefused(N_("The start is a local time, without an offset."))
        if not FIRST_YEAR <= self.starts_at.year <= LAST_YEAR:
            raise RuleRefused(
                N_("The start must lie between %(first)s and %(last)s."), first=FIRST_YEAR, last=LAST_YEAR
            )
        find_zone(self.timezone)
        _refuse_weekdays_never_met(self.rule, self.starts_at)
        try:
            _ = self._generator
        except ValueError:  # the interval never reaches the hours
            raise RuleRefused(N_("No date ever fits the rule.")) from None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the wall times."""
        return find_zone(self.timezone)

    def slots(self, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[datetime]:
        """Yield the slots (UTC, in order, without duplicates) from `since` to `until`, both included.

        Both are aware datetimes. Without `until` an endless rule continues to the year 2199. Raises RuleRefused after
        50,000 slots.
        """
        for slot, _ in self.slots_with_wall_times():
            if until is not None and slot > until:
                return
            if since is None or slot >= since:
                yield slot

    def slots_with_wall_times(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield each slot (UTC) from the first on, with its wall time."""
        pairs = self._pairs() if self.rule.most_a_day == 1 else _in_order(self._pairs())
        last = self.rule.until or END
        previous = None
        for number, pair in enumerate(pairs):
            slot = pair[0]
            if slot > last:
                return
            if slot == previous:  # a day that the zone skipped is interpreted as the next one
                continue
            if number >= MOST_SLOTS:
                raise RuleRefused(N_("The rule makes more than %(most)s sessions."), most=MOST_SLOTS)
            yield pair
            previous = slot

    @property
    def first_slot(self) -> datetime | None:
        """The first slot (UTC), or None if the rule has none."""
        return next(self.slots(), None)

    def ending_with(self, last_day: date) -> "Recurrence":
        """Return the same series with UNTIL at its last slot on or before `last_day` (local).

        Raises RuleRefused if there is no slot up to that day.
        """
        end_of_day = to_instant(datetime.combine(last_day, time.max), self.zone)
        last_slot = max(self.slots(until=end_of_day), default=None)
        if last_slot is None:
            raise RuleRefused(N_("The series would end before its first session."))
        return replace(self, rule=replace(self.rule, until=last_slot, count=None))

    @cached_property
    def _generator(self) -> "rrule":
        return count_in_wall_time(self.rule, self.starts_at)

    def _pairs(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield each slot with its wall time.

        In years with a constant offset a subtraction suffices, which is several times faster.
        """
        zone = self.zone
        year, origin = 0, None
        for local in self._generator:
            if local.year != year:
                year = local.year
                if year > LAST_YEAR:
                    return
                offset = steady_offset(zone, year)
                origin = None if offset is None else WALL_ORIGIN + offset
            yield (to_instant(local, zone) if origin is None else ORIGIN + (local - origin)), local


def make_recurrence(*, rule: str, starts_at: datetime, timezone: str) -> Recurrence:
    """Parse and validate a rule with its local start and its time zone. Raises RuleRefused."""
    return Recurrence(parse_rule(rule), starts_at, timezone)


def _in_order(pairs: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Sort pairs by instant; clock changes put them out of order by at most a day."""
    waiting: list[tuple[datetime, datetime]] = []
    for pair in pairs:
        while waiting and waiting[0][0] < pair[0] - WIDEST_GAP:
            yield heappop(waiting)
        heappush(waiting, pair)
    while waiting:
        yield heappop(waiting)


def count_in_wall_time(rule: Rule, starts_at: datetime) -> "rrule":
    """Return the rule for dateutil, in wall time and without UNTIL, which is an instant."""
    from dateutil import rrule as dateutil

    named = (dateutil.MO, dateutil.TU, dateutil.WE, dateutil.TH, dateutil.FR, dateutil.SA, dateutil.SU)
    return dateutil.rrule(
        getattr(dateutil, rule.frequency),
        dtstart=starts_at.replace(microsecond=0, fold=0),
        interval=rule.interval,
        wkst=rule.week_start,
        count=rule.count,
        bymonth=rule.months or None,
        byweekno=rule.weeks or None,
        byyearday=rule.yeardays or None,
        bymonthday=rule.monthdays or None,
        byweekday=[named[day.weekday](day.position) if day.position else named[day.weekday] for day in rule.days]
        or None,
        byhour=rule.hours or None,
        byminute=rule.minutes or None,
        bysecond=rule.seconds or None,
        bysetpos=rule.positions or None,
    )


def _refuse_weekdays_never_met(rule: Rule, starts_at: datetime) -> None:
    """Raise RuleRefused if an interval of whole weeks from the start never reaches a weekday of the rule."""
    step = {Frequency.DAILY: 7, Frequency.HOURLY: 7 * 24}.get(rule.frequency)
    if step is None or rule.interval % step or not rule.days:
        return
    if starts_at.weekday() not in {day.weekday for day in rule.days}:
        raise RuleRefused(N_("No date ever fits the rule."))

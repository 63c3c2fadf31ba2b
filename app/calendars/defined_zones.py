"""Time zones defined in a calendar file (VTIMEZONE), with their own offsets and changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from app.calendars.ics_limits import event_rule
from app.calendars.recurrence import LAST_YEAR, count_in_wall_time

MOST_ONSETS = 2_000
"""Maximum number of changes in a component: one a year from 1601, the first year in Outlook, to the last year."""
DAY = timedelta(days=1)


class Onset(NamedTuple):
    """An instant (naive, in UTC) at which the offset changes."""

    at: datetime
    before: timedelta
    after: timedelta


class DefinedZone(tzinfo):
    """A time zone whose offset changes at the given onsets, in any order. Raises ValueError without onsets."""

    def __init__(self, name: str, onsets: Iterable[Onset]) -> None:
        known = sorted(onsets)
        if not known or any(abs(offset) >= DAY for one in known for offset in (one.before, one.after)):
            raise ValueError(name)
        self.name = name
        self._offsets = [known[0].before, *(one.after for one in known)]
        self._instants = [one.at for one in known]
        steps = list(zip(self._instants, self._offsets, self._offsets[1:], strict=False))
        # a skipped or repeated wall time has the offset before the change, unless its fold is 1
        self._walls = (
            [at + max(before, after) for at, before, after in steps],
            [at + min(before, after) for at, before, after in steps],
        )

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return the offset at a wall time."""
        if moment is None:
            return None
        return self._offsets[bisect_right(self._walls[moment.fold], moment.replace(tzinfo=None))]

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Return None: the file does not specify how much of an offset is daylight saving time."""
        return None

    def tzname(self, _moment: datetime | None) -> str:
        """Return the name of the zone in the file."""
        return self.name

    def fromutc(self, moment: datetime) -> datetime:
        """Return the wall time of an instant."""
        offset = self._offsets[bisect_right(self._instants, moment.replace(tzinfo=None))]
        wall = moment + offset
        return wall if wall.utcoffset() == offset else wall.replace(fold=1)


def zone_defined_by(component: Any) -> DefinedZone:
    """Return the time zone that a VTIMEZONE defines. Raises ValueError, or errors of its values, if it is invalid."""
    parts = [part for part in component.subcomponents if part.name in {"STANDARD", "DAYLIGHT"}]
    return DefinedZone(str(component["TZID"]), (onset for part in parts for onset in _onsets(part)))


def _onsets(part: Any) -> Iterator[Onset]:
    after = part["TZOFFSETTO"].td
    before = part["TZOFFSETFROM"].td if "TZOFFSETFROM" in part else after  # Outlook for Mac leaves it out
    start = _wall(part["DTSTART"].dt)
    walls = {start, *(_wall(one.dt) for value in _listed(part.get("RDATE")) for one in value.dts)}
    for recur in _listed(part.get("RRULE")):
        walls.update(_yearly(recur, start, before))
    return (Onset(wall - before, before, after) for wall in walls)


def _yearly(recur: Any, start: datetime, before: timedelta) -> Iterator[datetime]:
    """Yield the wall times of a rule. Its UNTIL is an instant, converted with the offset before each change."""
    last = _last_wall(recur["UNTIL"][0], before) if recur.get("UNTIL") else None
    rule = event_rule(recur.to_ical().decode())
    for number, wall in enumerate(count_in_wall_time(rule, start)):
        if wall.year > LAST_YEAR or (last and wall > last):
            return
        if number >= MOST_ONSETS:
            raise ValueError("too many changes")
        yield wall


def _last_wall(until: date, before: timedelta) -> datetime:
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    return until.astimezone(UTC).replace(tzinfo=None) + before if until.tzinfo else until


def _wall(moment: date) -> datetime:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]

"""Rules for the sittings of a calendar event, and for the differences between two versions of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from app.calendars.entries import Change, Entry
from app.calendars.recurrence import Recurrence, find_zone, to_instant
from app.calendars.rules import parse_rule

COUNTED = {"line", "sittings", "assumed"}
"""Fields of an entry about its position in the file and how it was counted, ignored in comparisons."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One occurrence of an event; `slot` is its place in the rule, None if the event does not repeat."""

    slot: datetime | None
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    link: str
    cancelled: bool = False

    def over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now


def as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry in its stored form."""
    kept = {part.name: getattr(entry, part.name) for part in fields(entry)}
    kept["first_start"] = entry.first_start.isoformat()
    kept["more"] = [one.isoformat() for one in entry.more]
    kept["without"] = [one.isoformat() for one in entry.without]
    kept["assumed"] = list(entry.assumed)
    kept["changes"] = [
        {part.name: _plain(getattr(change, part.name)) for part in fields(change)} for change in entry.changes
    ]
    return kept


def from_json(kept: dict[str, Any]) -> Entry:
    """Return the entry from its stored form."""
    read: dict[str, Any] = {
        "first_start": datetime.fromisoformat(kept["first_start"]),
        "more": tuple(map(datetime.fromisoformat, kept["more"])),
        "without": tuple(map(datetime.fromisoformat, kept["without"])),
        "assumed": tuple(kept["assumed"]),
        "changes": tuple(_change(change) for change in kept["changes"]),
    }
    known = {part.name for part in fields(Entry)}
    return Entry(**{name: value for name, value in {**kept, **read}.items() if name in known})


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the fields in which two stored versions differ, in order."""
    before = as_json(from_json(before))  # it may have been stored before newer fields were added to entries
    return [name for name in after if name not in COUNTED and before.get(name) != after[name]]


def goes_on(before: Entry, after: Entry) -> bool:
    """Whether a changed event keeps its slots: only its duration, end, exceptions or details differ."""
    if not before.rule or not after.rule:
        return not before.rule and not after.rule
    same = (before.first_start, before.timezone) == (after.first_start, after.timezone)
    return same and _endless(before.rule) == _endless(after.rule)


def single(entry: Entry) -> Sitting:
    """Return the only sitting of an event that does not repeat."""
    ends_at = entry.starts_at + entry.length
    return Sitting(None, entry.starts_at, ends_at, entry.title, entry.place, entry.link, entry.cancelled)


def ruled(entry: Entry, *, until: datetime) -> set[datetime]:
    """Return the slots of a repeating event up to an instant, and all its additional dates."""
    recurrence = Recurrence(parse_rule(entry.rule), entry.first_start, entry.timezone)
    return {*recurrence.slots(until=until), *entry.more}


def sittings(entry: Entry, slots: set[datetime]) -> dict[datetime, Sitting]:
    """Return the sittings of a repeating event at `slots`, and of all its exceptions.

    A date that is excluded (EXDATE) is a cancelled sitting.
    """
    changes = {one.slot: one for one in entry.changes}
    onward = [one for one in entry.changes if one.onward]
    found = {slot: _usual(entry, slot, _latest(onward, slot)) for slot in sorted(slots - changes.keys())}
    found |= {slot: _changed(entry, slot, one.starts_at, one) for slot, one in changes.items()}
    found |= {slot: replace(_usual(entry, slot, None), cancelled=True) for slot in entry.without}
    return found


def at_once(entry: Entry, *, past_too: bool, now: datetime) -> list[Sitting]:
    """Return the sittings of a new repeating event to create at once: past ones, additional dates and exceptions.

    All others are created later, up to the horizon.
    """
    slots = {slot for slot in ruled(entry, until=now) if slot <= now} | set(entry.more)
    return [
        one
        for one in sittings(entry, slots).values()
        if not (one.over(now) and one.slot and one.slot <= now and (one.cancelled or not past_too))
    ]


def versions(
    before: Entry, after: Entry, there: set[datetime], *, now: datetime
) -> tuple[dict[datetime, Sitting], dict[datetime, Sitting]]:
    """Return the sittings of both versions of an event, at the slots `there`, additional dates and exceptions."""
    last = max(there, default=now)
    was, will = (sittings(one, ruled(one, until=last) & (there | set(one.more))) for one in (before, after))
    return was, will


def added(will: dict[datetime, Sitting], there: set[datetime], *, now: datetime) -> list[Sitting]:
    """Return the sittings of an event's new version to create at once, besides those that are `there`."""
    return [will[slot] for slot in sorted(will.keys() - there) if not will[slot].over(now)]


def last_end(entry: Entry) -> datetime | None:
    """Return when the last sitting of the rule ends, or None for a rule without end."""
    rule = parse_rule(entry.rule)
    if rule.count is None and rule.until is None:
        return None
    slots = ruled(entry, until=rule.until or datetime.max.replace(tzinfo=entry.starts_at.tzinfo))
    return max((one.ends_at for one in sittings(entry, slots).values()), default=entry.starts_at)


def _usual(entry: Entry, slot: datetime, onward: Change | None) -> Sitting:
    """Return the sitting of a slot without a change of its own, applying an earlier change of all later sittings."""
    if onward is None:
        ends_at = slot + entry.length
        return Sitting(slot, slot, ends_at, entry.title, entry.place, entry.link, entry.cancelled)
    zone = find_zone(entry.timezone)
    here, there, moved = (one.astimezone(zone).replace(tzinfo=None) for one in (slot, onward.slot, onward.starts_at))
    return _changed(entry, slot, to_instant(moved + (here - there), zone), onward)


def _changed(entry: Entry, slot: datetime, starts_at: datetime, change: Change) -> Sitting:
    return Sitting(
        slot,
        starts_at,
        starts_at + timedelta(minutes=change.minutes),
        change.title,
        change.place or entry.place,
        entry.link,
        change.cancelled or entry.cancelled,
    )


def _latest(onward: list[Change], slot: datetime) -> Change | None:
    """Return the latest change of all later sittings before a slot."""
    return next((one for one in reversed(onward) if one.slot < slot), None)


def _change(kept: dict[str, Any]) -> Change:
    moments: dict[str, Any] = {name: datetime.fromisoformat(kept[name]) for name in ("slot", "starts_at")}
    return Change(**{**kept, **moments})


def _endless(rule: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

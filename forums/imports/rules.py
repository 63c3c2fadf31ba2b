"""What a calendar's event says of each of its sittings, and in what two versions of it differ."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from app.calendars.entries import Change, Entry
from app.calendars.recurrence import Recurrence
from app.calendars.rules import parse_rule

COUNTED = {"line", "sittings", "past", "assumed"}
"""Parts of an entry that say where it stood and how it was counted, not what it is."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a calendar says of one sitting; `slot` is its place in the rule, None for what does not repeat."""

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
    """Return an entry as it is kept."""
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
    """Return the entry that was kept."""
    read: dict[str, Any] = {
        "first_start": datetime.fromisoformat(kept["first_start"]),
        "more": tuple(map(datetime.fromisoformat, kept["more"])),
        "without": tuple(map(datetime.fromisoformat, kept["without"])),
        "assumed": tuple(kept["assumed"]),
        "changes": tuple(_change(change) for change in kept["changes"]),
    }
    return Entry(**{**kept, **read})


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the parts in which two kept versions of an event differ, in order: none when it is the same."""
    return [name for name in after if name not in COUNTED and before.get(name) != after[name]]


def goes_on(before: Entry, after: Entry) -> bool:
    """Whether a changed event keeps its slots: only its length, its end, its exceptions or its name differ."""
    if not before.rule or not after.rule:
        return not before.rule and not after.rule
    same = (before.first_start, before.timezone) == (after.first_start, after.timezone)
    return same and _endless(before.rule) == _endless(after.rule)


def single(entry: Entry) -> Sitting:
    """Return the one sitting of an event that does not repeat."""
    ends_at = entry.starts_at + entry.length
    return Sitting(None, entry.starts_at, ends_at, entry.title, entry.place, entry.link, entry.cancelled)


def ruled(entry: Entry, *, until: datetime) -> set[datetime]:
    """Return the slots that the rule of a repeating event gives up to an instant, its further dates among them."""
    recurrence = Recurrence(parse_rule(entry.rule), entry.first_start, entry.timezone)
    return {*recurrence.slots(until=until), *entry.more}


def sittings(entry: Entry, slots: set[datetime]) -> dict[datetime, Sitting]:
    """Return what a repeating event says of those of `slots` at which it has something, and of all its exceptions.

    A date that it leaves out (EXDATE) is a cancelled sitting.
    """
    length = entry.length
    usual = Sitting(None, entry.starts_at, entry.starts_at, entry.title, entry.place, entry.link, entry.cancelled)
    found = {slot: replace(usual, slot=slot, starts_at=slot, ends_at=slot + length) for slot in sorted(slots)}
    for slot in entry.without:
        found[slot] = replace(usual, slot=slot, starts_at=slot, ends_at=slot + length, cancelled=True)
    for one in entry.changes:
        ends_at = one.starts_at + timedelta(minutes=one.minutes)
        found[one.slot] = Sitting(
            one.slot,
            one.starts_at,
            ends_at,
            one.title,
            one.place or entry.place,
            entry.link,
            one.cancelled or entry.cancelled,
        )
    return found


def last_end(entry: Entry) -> datetime | None:
    """Return when the last sitting that its rule gives is over, or None for a rule without end."""
    rule = parse_rule(entry.rule)
    if rule.count is None and rule.until is None:
        return None
    last = max(ruled(entry, until=rule.until or datetime.max.replace(tzinfo=entry.starts_at.tzinfo)))
    return last + entry.length


def _change(kept: dict[str, Any]) -> Change:
    moments: dict[str, Any] = {name: datetime.fromisoformat(kept[name]) for name in ("slot", "starts_at")}
    return Change(**{**kept, **moments})


def _endless(rule: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

"""Rules for shifting sessions in local time, and for assigning sessions to the slots of a new schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.calendars.recurrence import to_instant

HAPPENINGS = ("made", "cancelled", "merged", "restored", "moved", "lengthened", "relocated", "kept", "beyond_horizon")
"""The possible effects of a change on a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift by days, to a day of the same week (Monday is 0), and to a local time; None leaves it unchanged."""

    days: int = 0
    weekday: int | None = None
    time: time | None = None

    def applied(self, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """Return the new start (UTC) of a session that starts at the given instant."""
        local = starts_at.astimezone(zone)
        day = local.date() + timedelta(days=self.days)
        if self.weekday is not None:
            day += timedelta(days=self.weekday - day.weekday())
        at = self.time if self.time is not None else local.timetz().replace(tzinfo=None)
        return to_instant(datetime.combine(day, at), zone)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The new slot of each current slot; current slots left without one, and new slots without a session."""

    kept: dict[datetime, datetime]
    left: list[datetime]
    fresh: list[datetime]


def paired(present: Sequence[datetime], settled: Sequence[datetime], new: Sequence[datetime]) -> Pairing:
    """Assign the upcoming slots `present` to the slots `new` of a schedule, both in order.

    Slots in both stay the same; the others follow in order. `settled` are slots of cancelled or merged sessions: they
    keep their slot if it is in the new schedule, and get no other.
    """
    wanted = set(new)
    kept = {slot: slot for slot in (*present, *settled) if slot in wanted}
    waiting = [slot for slot in present if slot not in kept]
    free = [slot for slot in new if slot not in kept]
    kept |= dict(zip(waiting, free, strict=False))
    return Pairing(kept, waiting[len(free) :], free[len(waiting) :])


def happening(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Return which of HAPPENINGS a change is for a session, from its values before and after.

    A slot of a new schedule that falls on a skipped holiday is cancelled from the start.
    """
    state, planned = after["state"], "planned"
    if state != planned and after.get("beyond_horizon") and before is not None and before["state"] == planned:
        return "beyond_horizon"
    if state != planned:
        return str(state) if before is None or before["state"] == planned else "kept"
    if before is None:
        return "made"
    if before["state"] != planned:
        return "restored"
    if before["starts_at"] != after["starts_at"]:
        return "moved"
    if before["ends_at"] != after["ends_at"]:
        return "lengthened"
    same = all(before[name] == after[name] for name in ("mode", "place", "link"))
    return "kept" if same else "relocated"

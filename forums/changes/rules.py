"""Where sessions go when several of them are shifted, in wall time, and which dates a new schedule gives to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.calendars.recurrence import to_instant

HAPPENINGS = ("made", "cancelled", "merged", "restored", "moved", "lengthened", "relocated", "kept")
"""What can happen to a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """By how many days, to which day of the same week (Monday is 0), to which wall time; None leaves it."""

    days: int = 0
    weekday: int | None = None
    time: time | None = None

    def applied(self, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """Return the instant (UTC) at which a session that starts at an instant starts after the shift."""
        local = starts_at.astimezone(zone)
        day = local.date() + timedelta(days=self.days)
        if self.weekday is not None:
            day += timedelta(days=self.weekday - day.weekday())
        at = self.time if self.time is not None else local.timetz().replace(tzinfo=None)
        return to_instant(datetime.combine(day, at), zone)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which of the present slots goes to which new one; present slots without one, and new ones without a session."""

    kept: dict[datetime, datetime]
    left: list[datetime]
    fresh: list[datetime]


def paired(present: Sequence[datetime], settled: Sequence[datetime], new: Sequence[datetime]) -> Pairing:
    """Give the slots of sessions to come (`present`, in order) the slots of a new schedule (`new`, in order).

    What is on a new slot already stays there; the others follow in their order. `settled` are slots of sessions that
    are cancelled or merged: they stay so where the new schedule has their slot, and take no other.
    """
    wanted = set(new)
    kept = {slot: slot for slot in (*present, *settled) if slot in wanted}
    waiting = [slot for slot in present if slot not in kept]
    free = [slot for slot in new if slot not in kept]
    kept |= dict(zip(waiting, free, strict=False))
    return Pairing(kept, waiting[len(free) :], free[len(waiting) :])


def happening(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Return which of HAPPENINGS a change is to a session, from how it stood and stands.

    A slot that a holiday takes from a new schedule is cancelled from the start.
    """
    state, planned = after["state"], "planned"
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

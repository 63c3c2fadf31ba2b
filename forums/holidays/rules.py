"""Rules for the possible and the proposed decisions on a session that falls on a holiday."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.calendars.shifts import HolidayOn, HolidayRule, shifted


class Decision(enum.Enum):
    """A decision on a session that falls on a holiday."""

    ACCEPT = "accept"
    """As proposed."""
    FORWARD = "forward"
    """Move to the next working day."""
    BACKWARD = "backward"
    """Move to the previous working day."""
    MERGED = "merged"
    """Merge with the next session of the forum."""
    KEEP = "keep"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The instants to which a session can be moved (None: not possible), and whether it can be merged."""

    forward: datetime | None = None
    backward: datetime | None = None
    merged: bool = False

    def proposed(self, rule: HolidayRule) -> Decision:
        """Return the decision under the forum's rule, or the closest one that is possible."""
        if rule is HolidayRule.FORWARD and self.forward:
            return Decision.FORWARD
        if rule is HolidayRule.BACKWARD and self.backward:
            return Decision.BACKWARD
        if rule is HolidayRule.SKIP or not self.merged:
            return Decision.SKIP
        return Decision.MERGED

    def to(self, decision: Decision) -> datetime | None:
        """Return the instant to which a decision moves the session, or None."""
        return {Decision.FORWARD: self.forward, Decision.BACKWARD: self.backward}.get(decision)


def ways(
    starts_at: datetime,
    *,
    before: datetime | None,
    after: datetime | None,
    zone: ZoneInfo,
    holiday_on: HolidayOn,
    now: datetime,
) -> Ways:
    """Return the possible decisions, given the planned sessions `before` and `after` (instants, or None).

    A session moves to a working day at the same local time, never past or onto the day of another session, or into the
    past.
    """
    local, earlier, later = (
        moment.astimezone(zone).replace(tzinfo=None) if moment else None for moment in (starts_at, before, after)
    )
    assert local is not None, "a session starts at some time"
    backward = shifted(local, earlier, step=-1, zone=zone, holiday_on=holiday_on)
    return Ways(
        forward=shifted(local, later, step=1, zone=zone, holiday_on=holiday_on),
        backward=backward if backward and backward >= now else None,
        merged=after is not None,
    )

"""What can become of a session that meets a holiday, and which of it is proposed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.calendars.shifts import HolidayOn, HolidayRule, shifted


class Decision(enum.Enum):
    """What becomes of a session that meets a holiday."""

    ACCEPT = "accept"
    """As proposed, whatever that is."""
    FORWARD = "forward"
    """The next working day."""
    BACKWARD = "backward"
    """The working day before."""
    MERGED = "merged"
    """Held together with the next session of its forum."""
    KEEP = "keep"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """To which instants a session can move, and whether a later one is planned to merge it with; None: to none."""

    forward: datetime | None = None
    backward: datetime | None = None
    merged: bool = False

    def proposed(self, rule: HolidayRule) -> Decision:
        """Return what a forum's rule asks for, or what comes nearest to it while there is room."""
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
    """Return the ways of a session between the planned ones `before` and `after` it (instants; None: there is none).

    It moves to a working day at the same wall time, never past another session, on its day, or into the past.
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

"""Rules for replies by mail: maps PARTSTAT values (RFC 5545) to AnswerState values, and rejects out-of-date replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SKEW = timedelta(minutes=10)
"""The most that the clock of a calendar program may differ from ours."""
DELEGATED = "DELEGATED"
STATES = {"DECLINED": "excused", "TENTATIVE": "tentative"}
ATTENDING = {
    "in_person": "attending_in_person",
    "online": "attending_online",
    "hybrid": "attending_in_person",
}
"""The answer that ACCEPTED means, by the session's mode; iTIP has no separate status for online attendance."""


class Freshness(Enum):
    """Whether a reply is new, out of date or a duplicate."""

    FRESH = "fresh"
    STALE = "stale"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The current answer: its state, when it was received, and its DTSTAMP if it came by mail."""

    state: str
    received_at: datetime
    stamped_at: datetime | None


def state_of(part_stat: str, *, mode: str, known: str | None) -> str | None:
    """Return the AnswerState value of a PARTSTAT, or None if it has none of its own (NEEDS-ACTION, DELEGATED).

    ACCEPTED for a hybrid session keeps an earlier answer of online attendance.
    """
    if part_stat == "ACCEPTED":
        return "attending_online" if mode == "hybrid" and known == "attending_online" else ATTENDING[mode]
    return STATES.get(part_stat)


def freshness(state: str, *, sequence: int | None, stamped_at: datetime, sent: int, known: Known | None) -> Freshness:
    """Compare a reply created at `stamped_at` with the `sent` SEQUENCE of the invitation and with the known answer.

    The same answer with the same stamp is a duplicate. A reply without SEQUENCE is not checked against `sent`.
    """
    if sequence is not None and sequence < sent:
        return Freshness.STALE
    if known is None:
        return Freshness.FRESH
    if known.stamped_at is None:
        answered = known.state != "needs_action"
        return Freshness.STALE if answered and stamped_at + SKEW < known.received_at else Freshness.FRESH
    if stamped_at < known.stamped_at:
        return Freshness.STALE
    return Freshness.DUPLICATE if stamped_at == known.stamped_at and state == known.state else Freshness.FRESH

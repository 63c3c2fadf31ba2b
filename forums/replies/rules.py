"""What a reply by mail means, and whether it still counts: PARTSTATs of RFC 5545 become values of AnswerState."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SKEW = timedelta(minutes=10)
"""By how much the clock of a calendar program may differ from ours."""
DELEGATED = "DELEGATED"
STATES = {"DECLINED": "excused", "TENTATIVE": "tentative"}
ATTENDING = {
    "in_person": "attending_in_person",
    "online": "attending_online",
    "hybrid": "attending_in_person",
}
"""What ACCEPTED means, by how a session meets: calendar programs know one way to come."""


class Freshness(Enum):
    """Whether a reply is news."""

    FRESH = "fresh"
    STALE = "stale"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The answer that stands: its state, when it arrived, and when a calendar program wrote it, if one did."""

    state: str
    received_at: datetime
    stamped_at: datetime | None


def state_of(part_stat: str, *, mode: str, known: str | None) -> str | None:
    """Return the state that a PARTSTAT stands for, or None when it says nothing or needs more than a state.

    Whoever comes to a hybrid session and had said that they would come online still does.
    """
    if part_stat == "ACCEPTED":
        return "attending_online" if mode == "hybrid" and known == "attending_online" else ATTENDING[mode]
    return STATES.get(part_stat)


def freshness(state: str, *, sequence: int | None, stamped_at: datetime, sent: int, known: Known | None) -> Freshness:
    """Judge a reply that was written at `stamped_at` against the invitation that was `sent` last, and what is known.

    A program that sends the same answer twice changes nothing; one that says nothing of its SEQUENCE is believed.
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

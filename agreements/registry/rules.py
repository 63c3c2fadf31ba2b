"""Rules of agreements: stages, validity and notice. Days are local dates."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta


class Stage(enum.Enum):
    """Stage of an agreement; `Validity` is derived from its dates."""

    DRAFT = "draft"
    REVIEW = "review"
    NEGOTIATION = "negotiation"
    OUT_FOR_SIGNATURE = "out_for_signature"
    SIGNED = "signed"
    RENEWED = "renewed"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class Validity(enum.Enum):
    """Validity of a signed agreement, derived from its dates."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class Renewal(enum.Enum):
    """What happens at the end of an agreement."""

    NEVER = "never"
    EXPRESS = "express"
    TACIT = "tacit"


MAKING = (Stage.DRAFT, Stage.REVIEW, Stage.NEGOTIATION, Stage.OUT_FOR_SIGNATURE)
"""The stages before signature, in order; an agreement may also move back."""

MOVES: dict[Stage, frozenset[Stage]] = {
    **{stage: frozenset({*MAKING, Stage.CANCELLED}) - {stage} for stage in MAKING},
    Stage.OUT_FOR_SIGNATURE: frozenset({*MAKING, Stage.SIGNED, Stage.CANCELLED}) - {Stage.OUT_FOR_SIGNATURE},
    Stage.SIGNED: frozenset({Stage.RENEWED, Stage.TERMINATED}),
    Stage.RENEWED: frozenset(),
    Stage.TERMINATED: frozenset(),
    Stage.CANCELLED: frozenset(),
}

EXPIRING_WITHIN = 60
"""Number of days before its end from which an agreement counts as expiring."""
LONGEST_NOTICE = 366
"""Maximum number of days of notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Stage and dates of an agreement; both days are inclusive, and `expires_on` is None if it has no end."""

    stage: Stage
    effective_on: date | None
    expires_on: date | None
    notice_days: int = 0

    def validity(self, today: date) -> Validity | None:
        """Return the validity on `today`, or None if the stage is neither signed nor renewed."""
        if self.stage not in {Stage.SIGNED, Stage.RENEWED}:
            return None
        if self.expires_on and self.expires_on < today:
            return Validity.EXPIRED
        if self.effective_on and self.effective_on > today:
            return Validity.UPCOMING
        if self.expires_on and (self.expires_on - today).days <= EXPIRING_WITHIN and self.stage is Stage.SIGNED:
            return Validity.EXPIRING
        return Validity.ACTIVE

    @property
    def notice_on(self) -> date | None:
        """Return the last day on which notice about renewal or ending can be given, or None without an end."""
        return self.expires_on - timedelta(days=self.notice_days) if self.expires_on else None

"""Rules of disputes and their mediation: who is impartial, what an outcome needs, and what follows from it."""

from __future__ import annotations

import enum
from collections.abc import Collection
from datetime import date
from uuid import UUID

from commitments.registry.rules import Delivery, Verification

IDLE_AFTER = 5
"""Days without a step after which the mediators are reminded."""

DISPUTABLE = frozenset({Verification.RETURNED, Verification.PARTIALLY_MET})
"""Findings that the responsible organisation can dispute."""


class DisputeState(enum.Enum):
    """Status of a dispute."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """The commitment was cancelled meanwhile."""


class OutcomeKind(enum.Enum):
    """What both sides agree on."""

    CRITERION = "criterion"
    DATE = "date"
    FOLLOW_UP = "follow_up"
    STAYS = "stays"
    MET = "met"


class Flaw(enum.Enum):
    """Why an outcome cannot be proposed."""

    DATE_MISSING = "date_missing"
    DATE_NOT_LATER = "date_not_later"
    DATE_PAST = "date_past"
    DATE_UNUSED = "date_unused"


def flaw_of(kind: OutcomeKind, due: date | None, *, current_due: date, today: date) -> Flaw | None:
    """Return why the date of an outcome does not fit, or None: only a new date has one, and it is later than before."""
    if kind is not OutcomeKind.DATE:
        return Flaw.DATE_UNUSED if due else None
    if due is None:
        return Flaw.DATE_MISSING
    if due <= current_due:
        return Flaw.DATE_NOT_LATER
    return Flaw.DATE_PAST if due < today else None


def settled_as(kind: OutcomeKind, finding: Verification) -> tuple[Delivery, Verification]:
    """Return delivery and verification of a commitment after an outcome; `finding` is what was disputed.

    With a new criterion the same delivery is verified again, against the new criteria. A follow-up takes over what
    remains, so this commitment ends as partly met.
    """
    if kind is OutcomeKind.CRITERION:
        return Delivery.SUBMITTED, Verification.UNVERIFIED
    if kind is OutcomeKind.FOLLOW_UP:
        return Delivery.CLOSED, Verification.PARTIALLY_MET
    if kind is OutcomeKind.MET:
        return Delivery.CLOSED, Verification.MET
    return Delivery.IN_PROGRESS, finding


def is_impartial(organisation_id: UUID | None, sides: Collection[UUID], *, insiders_agreed: bool) -> bool:
    """Return whether a person of an organisation may mediate: of neither side, unless both sides agreed to that."""
    return insiders_agreed or organisation_id not in sides

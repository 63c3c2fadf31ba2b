"""Rules of acts on several commitments: how many, and which of them a reminder would reach."""

from __future__ import annotations

import enum

from app.circles.rules import Classification
from commitments.registry.rules import OWED, Delivery

MOST = 100
"""How many commitments one act can concern."""


class Refusal(enum.Enum):
    """Why a commitment is left out of an act."""

    NOT_ALLOWED = "not_allowed"
    NOTHING_OUTSTANDING = "nothing_outstanding"
    REMINDED = "reminded"
    SECRET = "secret"
    NOBODY = "nobody"


def refusal_to_remind(
    delivery: Delivery, classification: Classification, *, may: bool, reminded: bool, reaches: bool
) -> Refusal | None:
    """Return why a reminder of a commitment is not sent, or None if it is.

    `may`: the policy of a single reminder allows it. `reminded`: a person sent one within the pause. `reaches`: someone
    would receive it. Commitments of secret circles are left out, so that a mail about several has no more readers than
    each of them.
    """
    if not may:
        return Refusal.NOT_ALLOWED
    if classification is Classification.SECRET:
        return Refusal.SECRET
    if delivery not in {Delivery.PROPOSED, Delivery.SUBMITTED, *OWED}:
        return Refusal.NOTHING_OUTSTANDING
    if reminded:
        return Refusal.REMINDED
    return None if reaches else Refusal.NOBODY

"""Rules of acts on several commitments: how many, and which of them a reminder would reach."""

from __future__ import annotations

import enum

from app.circles.rules import Classification
from commitments.registry.rules import OPEN, OWED, Delivery, Verification

MOST = 100
"""How many commitments one act can concern."""


class Refusal(enum.Enum):
    """Why a commitment is left out of an act."""

    NOT_ALLOWED = "not_allowed"
    NOTHING_OUTSTANDING = "nothing_outstanding"
    REMINDED = "reminded"
    SECRET = "secret"
    NOBODY = "nobody"
    ENDED = "ended"
    NOT_YOURS = "not_yours"
    OTHER_ORGANISATION = "other_organisation"
    NOT_OWED = "not_owed"
    ASKED = "asked"
    NOT_LATER = "not_later"


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


def refusal_to_name(delivery: Delivery, *, may: bool, fits: bool) -> Refusal | None:
    """Return why a person does not become the contact of a commitment, or None.

    `may`: the policy allows it. `fits`: the person belongs to the responsible organisation and may read it.
    """
    if not may:
        return Refusal.NOT_YOURS
    if delivery not in OPEN:
        return Refusal.ENDED
    return None if fits else Refusal.OTHER_ORGANISATION


def refusal_to_extend(
    delivery: Delivery, verification: Verification, *, may: bool, asked: bool, later: bool
) -> Refusal | None:
    """Return why a later date is not requested for a commitment, or None.

    `may`: the policy allows it. `asked`: a request is pending. `later`: the date is after the current one.
    """
    if not may:
        return Refusal.NOT_YOURS
    if delivery not in OWED or verification is Verification.DISPUTED:
        return Refusal.NOT_OWED
    if asked:
        return Refusal.ASKED
    return None if later else Refusal.NOT_LATER

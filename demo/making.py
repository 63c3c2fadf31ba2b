"""How one agreement of the demo came about, and a template that was made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from agreements.boilerplates import actions as boilerplates
from agreements.making import actions as making
from agreements.making.rules import USUAL, ItemState, Step
from agreements.registry.models import Agreement
from app.clock import midnight
from demo.parties import Parties

BEFORE_SIGNATURE = (Step.PREPARATION, Step.OFFER, Step.DRAFTING, Step.DISCUSSION, Step.SIGNING)
LEFT_OUT = "Sudah dibahas dalam rapat bersama."


def tell_making(parties: Parties, agreement: Agreement, now: datetime) -> None:
    """Settle the items up to the signature in the days before it; what is filed and reported is still open."""
    assert agreement.signed_on
    signed, by = midnight(agreement.signed_on), parties.coordinator
    for number, step in enumerate(reversed(BEFORE_SIGNATURE)):
        at = min(signed - timedelta(days=6 * number) + timedelta(hours=10), now)
        for key in USUAL[step]:
            settlement = making.Settlement(state=ItemState.DONE)
            if key == "first_review":
                settlement = making.Settlement(state=ItemState.NOT_NEEDED, note=LEFT_OUT)
            making.settle(agreement, key, settlement, by=by, at=at)
    pattern = replace(boilerplates.pattern_of(agreement), about="Untuk pertukaran data tanpa data pribadi.")
    boilerplates.create(pattern, by=by, at=min(signed + timedelta(days=7), now))

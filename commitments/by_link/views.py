"""The page of a commitment that a link in a mail opens."""

from __future__ import annotations

from datetime import date, timedelta

from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.calendars.queries import holiday_lookup
from app.clock import local_date, today
from app.web.pages import page
from app.web.policies import guarded
from commitments.blockers.queries import current_blocker
from commitments.by_link.rules import answer_by, suggested_dates
from commitments.delivery.policies import acts_on_behalf
from commitments.delivery.queries import timeline
from commitments.disputes.queries import open_dispute
from commitments.handover.queries import pending
from commitments.registry import policies
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from commitments.verification.forms import VerdictForm
from commitments.verification.policies import verify_commitment
from commitments.verification.rows import Examination

A_MONTH = timedelta(days=31)
SHOWN = 5
"""Number of timeline entries on the page."""


@guarded(policies.read_commitment)
def show(commitment: Commitment) -> ResponseReturnValue:
    """Show a commitment with what the recipient of the mail can do about it."""
    updates = timeline(commitment.id)
    is_examined = commitment.delivery is Delivery.SUBMITTED and commitment.verification is not Verification.DISPUTED
    verifies = is_examined and verify_commitment(current_user, commitment)
    extension, handover, _linked = pending(commitment, current_user, today())
    return page(
        "commitments/by_link/show.html",
        commitment=commitment,
        updates=updates[:SHOWN],
        examination=Examination.of(commitment, updates) if verifies else None,
        verdict=VerdictForm() if verifies else None,
        blocker=current_blocker(commitment.id) if commitment.delivery is Delivery.BLOCKED else None,
        extension=extension,
        dispute=open_dispute(commitment.id) if commitment.verification is Verification.DISPUTED else None,
        handover=handover,
        on_behalf=acts_on_behalf(current_user, commitment),
        answer_by=answer_by(local_date(commitment.proposed_at)),
        suggested=_suggested(commitment) if commitment.delivery is Delivery.PROPOSED else [],
    )


def _suggested(commitment: Commitment) -> list[date]:
    first = max(commitment.current_due, today())
    return suggested_dates(commitment.current_due, today(), holiday_lookup(first, first + A_MONTH))

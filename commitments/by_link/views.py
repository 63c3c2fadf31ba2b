"""The page of a commitment that a link in a mail opens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.web.pages import page
from app.web.policies import guarded
from commitments.blockers.queries import current_blocker
from commitments.delivery.policies import acts_on_behalf
from commitments.delivery.queries import timeline
from commitments.extensions import queries as extensions
from commitments.registry import policies
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery

SHOWN = 5
"""Number of timeline entries on the page."""


@guarded(policies.read_commitment)
def show(commitment: Commitment) -> ResponseReturnValue:
    """Show a commitment with what the recipient of the mail can do about it."""
    return page(
        "commitments/by_link/show.html",
        commitment=commitment,
        updates=timeline(commitment.id)[:SHOWN],
        blocker=current_blocker(commitment.id) if commitment.delivery is Delivery.BLOCKED else None,
        extension=extensions.open_request(commitment.id) if commitment.facts.is_owed else None,
        on_behalf=acts_on_behalf(current_user, commitment),
    )

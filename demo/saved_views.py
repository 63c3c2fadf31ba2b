"""A view of the list of commitments that the demo's coordinator shares."""

from __future__ import annotations

from datetime import datetime

from agreements.registry.models import Agreement
from app.saved_views import actions
from app.saved_views.rules import kept
from commitments.listing.filters import PARAMETERS
from demo.parties import Parties


def share_view(parties: Parties, agreement: Agreement, now: datetime) -> None:
    """Share the view of the commitments of an agreement."""
    query = kept([("circle", str(agreement.circle_id)), ("state", "all")], PARAMETERS)
    actions.save("commitments", query, name="PKS Udara", is_shared=True, by=parties.coordinator, at=now)

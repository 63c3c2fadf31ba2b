"""The panel of a commitment that shows the decision it implements."""

from __future__ import annotations

from flask import get_template_attribute
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from commitments.registry.models import Commitment
from forums.decisions.queries import origin_of


def origin(commitment: Commitment) -> Markup | None:
    """Return the panel with forum, session and decision, or None if the commitment implements no decision.

    Parties of a commitment may not belong to the forum: they see the names, with links only where they have access.
    """
    found = origin_of(commitment.id, current_user, today())
    return get_template_attribute("forums/decisions/origin.html", "chain_to")(found) if found else None

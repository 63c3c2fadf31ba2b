"""What the page of a commitment says of the decision that it came from."""

from __future__ import annotations

from flask import get_template_attribute
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from commitments.registry.models import Commitment
from forums.decisions.queries import origin_of


def origin(commitment: Commitment) -> Markup | None:
    """Return the chain forum, session, decision; None for a commitment that no decision made.

    The parties of a commitment may be no part of the forum: they read the names, and get links only where they may go.
    """
    found = origin_of(commitment.id, current_user, today())
    return get_template_attribute("forums/decisions/origin.html", "chain_to")(found) if found else None

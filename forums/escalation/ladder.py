"""The panel of a commitment's ladder that names the session on whose agenda it is."""

from __future__ import annotations

from flask import get_template_attribute
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from commitments.registry.models import Commitment
from forums.escalation.queries import placed


def on_agenda(commitment: Commitment) -> Markup | None:
    """Return the panel, or None if the commitment is on no agenda for its due date."""
    found = placed(commitment, current_user, today())
    return get_template_attribute("forums/escalation/ladder.html", "on_agenda")(found) if found else None

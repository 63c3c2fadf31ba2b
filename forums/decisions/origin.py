"""What the page of a commitment says of the decision that it came from."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from commitments.registry.models import Commitment
from forums.decisions.policies import read_decision
from forums.decisions.queries import origin_of


def origin(commitment: Commitment) -> Markup | None:
    """Return the chain forum, session, decision; None for a commitment that no decision made.

    The parties of a commitment may be no part of the forum: they read the names, and get links only where they may go.
    """
    decision = origin_of(commitment.id)
    if decision is None:
        return None
    linked = read_decision(current_user, decision)
    return Markup(render_template("forums/decisions/origin.html", decision=decision, linked=linked))  # noqa: S704

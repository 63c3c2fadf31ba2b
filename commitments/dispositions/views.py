"""The page that passes a commitment on to a colleague."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.dispositions import giving
from app.web.policies import guarded
from commitments.dispositions import policies
from commitments.registry.models import Commitment

bp = Blueprint("dispositions", __name__)


@bp.route("/commitments/<uuid:commitment_id>/disposition", methods=["GET", "POST"])
@guarded(policies.give_commitment)
def give(commitment: Commitment) -> ResponseReturnValue:
    """Pass the commitment on to a colleague, with an instruction."""
    return giving.give(commitment, back_to=commitment)


def panel(commitment: Commitment) -> Markup | None:
    """Return the dispositions of a commitment within the reader's organisation."""
    href = url_for("commitments.dispositions.give", commitment_id=commitment.id)
    return giving.panel(commitment, href=href)

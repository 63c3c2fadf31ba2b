"""Sending a reminder outside the daily schedule."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.mail import outbox
from app.web.pages import done
from app.web.policies import guarded
from commitments.registry.models import Commitment
from commitments.reminders import actions, policies

bp = Blueprint("reminders", __name__)


@bp.route("/commitments/<uuid:commitment_id>/remind", methods=["POST"])
@guarded(policies.remind_party)
def remind(commitment: Commitment) -> ResponseReturnValue:
    """Remind the responsible party to answer or report, or the verifier to verify; at most once in 24 hours."""
    actions.remind(commitment, by=current_user, at=utc_now())
    return done(
        outbox.announce(_("The reminder was sent."), unsent=_("The reminder has been prepared.")), to=commitment
    )

"""Pages of the verifier, and the closing of partly met commitments."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page, safe_next
from app.web.policies import guarded
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment
from commitments.verification import actions, policies

bp = Blueprint("verification", __name__)


@bp.route("/commitments/<uuid:commitment_id>/verify", methods=["POST"])
@guarded(policies.verify_commitment)
def confirm(commitment: Commitment) -> ResponseReturnValue:
    """Confirm that the criteria are met, in one click."""
    actions.confirm(commitment, by=current_user, at=utc_now())
    return done(
        _("Confirmed. The commitment is closed and the party is notified."),
        to=safe_next("") or commitment,
    )


@bp.route("/commitments/<uuid:commitment_id>/partly-met", methods=["GET", "POST"])
@guarded(policies.verify_commitment)
def find_partly_met(commitment: Commitment) -> ResponseReturnValue:
    """Find the criteria partly met, with what remains; the commitment is in progress again."""
    form = ReasonForm()
    reason = form.reason
    if form.validate_on_submit():
        try:
            actions.find_partly_met(commitment, by=current_user, at=utc_now(), remainder=reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded as partly met. The party is notified of what remains."), to=commitment)
    return page("commitments/act.html", form, act="partly_met", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/return", methods=["GET", "POST"])
@guarded(policies.verify_commitment)
def send_back(commitment: Commitment) -> ResponseReturnValue:
    """Send a delivery back to the responsible party, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.send_back(commitment, by=current_user, at=utc_now(), reason=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The delivery was returned."), to=safe_next("") or commitment)
    return page("commitments/act.html", form, act="return", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/close", methods=["GET", "POST"])
@guarded(policies.close_commitment)
def close(commitment: Commitment) -> ResponseReturnValue:
    """Close a partly met commitment with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.close(commitment, by=current_user, at=utc_now(), reason=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The commitment was closed as partly met."), to=commitment)
    return page("commitments/act.html", form, act="close", commitment=commitment)

"""The page that changes the plan, the funds and the rhythm of reports."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.particulars import actions, policies
from commitments.particulars.forms import ParticularsForm
from commitments.registry.models import Commitment

bp = Blueprint("particulars", __name__)


@bp.route("/commitments/<uuid:commitment_id>/particulars", methods=["GET", "POST"])
@guarded(policies.change_particulars)
def change(commitment: Commitment) -> ResponseReturnValue:
    """Change the rhythm of reports, the plan and the source of funds."""
    form = ParticularsForm.of(commitment)
    if form.validate_on_submit():
        try:
            actions.change(commitment, form.particulars(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=commitment)
    return page("commitments/particulars/change.html", form, commitment=commitment)

"""The page on which the milestones of a commitment are set."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.forms import Day, Form, TextField, focus_on, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.milestones import actions, policies
from commitments.milestones.models import Milestone
from commitments.milestones.rules import in_order
from commitments.registry.models import Commitment

bp = Blueprint("milestones", __name__)


class MilestoneForm(Form):
    """A milestone to add."""

    text = TextField(_l("Milestone"), required(_l("Write what is reached")), max_length=200)
    due = Day(_l("Date"), required(_l("Write the date")), description=_l("Up to the due date of the commitment."))


@bp.route("/commitments/<uuid:commitment_id>/milestones", methods=["GET", "POST"])
@guarded(policies.set_milestones)
def add(commitment: Commitment) -> ResponseReturnValue:
    """Add a milestone to those of a commitment."""
    form = MilestoneForm()
    if form.validate_on_submit():
        try:
            actions.add(commitment, text=form.text.data, due=form.due.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            address = url_for(".add", commitment_id=commitment.id)
            return done(_("The milestone was added."), to=address, made=commitment)
    focus_on(form.text)
    found = in_order(commitment.milestones)
    return page("commitments/milestones/set.html", form, commitment=commitment, milestones=found, today=today())


@bp.post("/commitments/milestones/<uuid:milestone_id>/remove")
@guarded(policies.remove_milestone)
def remove(milestone: Milestone) -> ResponseReturnValue:
    """Remove a milestone, in one click."""
    commitment = milestone.commitment
    actions.remove(milestone, by=current_user, at=utc_now())
    address = url_for(".add", commitment_id=commitment.id)
    return done(_("The milestone was removed."), to=address, made=commitment)

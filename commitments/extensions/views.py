"""Pages that request and answer extensions."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.forms import Day, Form, Paragraphs, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.extensions import actions, policies
from commitments.extensions.models import Extension
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment

bp = Blueprint("extensions", __name__)


class ExtensionForm(Form):
    """A later due date, and the reason."""

    due = Day(_l("New due date"), required(_l("Write the date")))
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


@bp.route("/commitments/<uuid:commitment_id>/extend", methods=["GET", "POST"])
@guarded(policies.ask_extension)
def ask(commitment: Commitment) -> ResponseReturnValue:
    """Request a later due date."""
    form = ExtensionForm()
    if form.validate_on_submit():
        try:
            actions.ask(commitment, due=form.due.data, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Extension requested. The current due date applies until it is answered."), to=commitment)
    return page("commitments/act.html", form, act="extend", commitment=commitment)


@bp.route("/commitments/extensions/<uuid:extension_id>/approve", methods=["POST"])
@guarded(policies.answer_extension)
def approve(extension: Extension) -> ResponseReturnValue:
    """Approve the later date, in one click."""
    actions.approve(extension, by=current_user, at=utc_now())
    return done(_("Extension granted. The first due date stays on record."), to=extension.commitment)


@bp.route("/commitments/extensions/<uuid:extension_id>/deny", methods=["GET", "POST"])
@guarded(policies.answer_extension)
def deny(extension: Extension) -> ResponseReturnValue:
    """Deny the later date, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.deny(extension, by=current_user, at=utc_now(), note=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("The current due date stays. The party is notified of the reason."),
                to=extension.commitment,
            )
    return page("commitments/act.html", form, act="deny", commitment=extension.commitment)

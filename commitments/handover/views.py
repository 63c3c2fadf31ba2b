"""Pages of hand-overs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.accounts.queries import person_choices
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.web.forms import Form, Paragraphs, identity, options, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.handover import actions, policies, queries
from commitments.handover.models import Handover
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment

bp = Blueprint("handover", __name__)


class HandoverForm(Form):
    """The organisation that shall become responsible, and the reason."""

    ids = {"organisation": "an organisation with a seat in the circle, which may read the commitment"}

    organisation = SelectField(
        _l("New responsible organisation"),
        coerce=identity,
        description=_l("Organisations with a voting seat that may read this commitment, except its verifier."),
    )
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class TakeOverForm(Form):
    """The contact person of the organisation that becomes responsible."""

    ids = {"person": "a person of the receiving organisation"}

    person = SelectField(_l("Contact person"), [Empty()], coerce=identity)

    @classmethod
    def of(cls, handover: Handover) -> TakeOverForm:
        """Return the form with the people of the receiving organisation."""
        form = cls()
        form.person.choices = options([("", _("The focal point of the organisation")), *person_choices(handover.to_id)])
        return form


@bp.route("/commitments/<uuid:commitment_id>/hand-over", methods=["GET", "POST"])
@guarded(policies.ask_handover)
def ask(commitment: Commitment) -> ResponseReturnValue:
    """Request that another organisation becomes responsible."""
    form = HandoverForm()
    found = queries.receivers(commitment, today())
    form.organisation.choices = options((one.id, one.name) for one in found)
    if form.validate_on_submit():
        try:
            receiver = db.session.get_one(Organisation, form.organisation.data)
            actions.ask(commitment, receiver, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Requested. The present organisation stays responsible until it is accepted."), to=commitment)
    return _page(form, "ask", commitment, nobody=not found)


@bp.route("/commitments/hand-overs/<uuid:handover_id>/accept", methods=["GET", "POST"])
@guarded(policies.answer_handover)
def accept(handover: Handover) -> ResponseReturnValue:
    """Take the commitment over, with a contact person."""
    form = TakeOverForm.of(handover)
    if form.validate_on_submit():
        try:
            contact = db.session.get(Person, form.person.data) if form.person.data else None
            actions.accept(handover, contact, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your organisation is now responsible. Both sides are notified."), to=handover.commitment)
    return _page(form, "accept", handover.commitment, handover=handover)


@bp.route("/commitments/hand-overs/<uuid:handover_id>/decline", methods=["GET", "POST"])
@guarded(policies.answer_handover)
def decline(handover: Handover) -> ResponseReturnValue:
    """Decline to take the commitment over, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.decline(handover, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Declined. The responsible organisation is notified."), to=handover.commitment)
    return _page(form, "decline", handover.commitment, handover=handover)


@bp.route("/commitments/hand-overs/<uuid:handover_id>/withdraw", methods=["POST"])
@guarded(policies.withdraw_handover)
def withdraw(handover: Handover) -> ResponseReturnValue:
    """Take the request back, in one click."""
    actions.withdraw(handover, by=current_user, at=utc_now())
    return done(_("The hand-over was withdrawn."), to=handover.commitment)


def _page(form: Form, act: str, commitment: Commitment, **context: Any) -> ResponseReturnValue:
    return page("commitments/handover/act.html", form, act=act, commitment=commitment, **context)

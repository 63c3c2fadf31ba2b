"""Pages that report barriers and their removal."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.web.forms import Form, Paragraphs, identity, options, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.blockers import actions
from commitments.blockers.models import BlockerKind
from commitments.delivery.policies import deliver
from commitments.registry.models import Commitment
from commitments.status_labels import BARRIERS

bp = Blueprint("blockers", __name__)

KINDS = [(kind.value, word) for kind, word in BARRIERS.items()]


class BlockerForm(Form):
    """A barrier, and the organisation that can remove it."""

    ids = {"remover": "an organisation"}

    kind = SelectField(_l("Type of barrier"), choices=options(KINDS))
    text = Paragraphs(_l("Description"), required(_l("Describe the barrier")))
    remover = SelectField(_l("Who can remove it?"), [Empty()], coerce=identity)


class UnblockForm(Form):
    """How the barrier was removed."""

    note = Paragraphs(_l("How was it removed?"), required(_l("Write how it was removed")))


@bp.route("/commitments/<uuid:commitment_id>/block", methods=["GET", "POST"])
@guarded(deliver)
def block(commitment: Commitment) -> ResponseReturnValue:
    """Report a barrier to a commitment."""
    form = BlockerForm()
    seats = seats_on(commitment.circle_id, today())
    parties = [(str(seat.organisation_id), seat.organisation.name) for seat in seats]
    form.remover.choices = options([("", _("Not known yet")), *parties])
    if form.validate_on_submit():
        try:
            remover = db.session.get(Organisation, form.remover.data) if form.remover.data else None
            kind = BlockerKind(form.kind.data)
            actions.block(commitment, kind=kind, text=form.text.data, remover=remover, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded as blocked. Those who can help are notified."), to=commitment)
    return page("commitments/act.html", form, act="block", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/unblock", methods=["GET", "POST"])
@guarded(deliver)
def unblock(commitment: Commitment) -> ResponseReturnValue:
    """Report that the barrier was removed."""
    form = UnblockForm()
    if form.validate_on_submit():
        try:
            actions.unblock(commitment, by=current_user, at=utc_now(), note=form.note.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The commitment is in progress again."), to=commitment)
    return page("commitments/act.html", form, act="unblock", commitment=commitment)

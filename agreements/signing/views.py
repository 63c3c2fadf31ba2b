"""Page that writes the line of a party in the signing log."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.parties.policies import change_party
from agreements.registry.models import Party
from agreements.signing import actions, queries
from agreements.signing.forms import SigningForm
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("signing", __name__)


@bp.route("/agreements/parties/<uuid:party_id>/signing", methods=["GET", "POST"])
@guarded(change_party)
def write(party: Party) -> ResponseReturnValue:
    """Write when and how a party signs, who signs, and with what authority."""
    form = SigningForm.of(party, queries.of_party(party.id))
    form.offer(queries.authorities(party))
    if form.validate_on_submit():
        try:
            actions.write(party, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            to = url_for("agreements.making.show", agreement_id=party.agreement_id, _anchor="signing")
            return done(_("Saved for %(name)s.", name=party.seat.organisation.name), to=to, made=party)
    return page("agreements/signing/write.html", form, agreement=party.agreement, party=party)

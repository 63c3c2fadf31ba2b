"""Page that changes the credentials of a party."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.parties import actions, policies
from agreements.parties.forms import CredentialsForm, written
from agreements.registry.models import Party
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("parties", __name__)


@bp.route("/agreements/parties/<uuid:party_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_party)
def edit(party: Party) -> ResponseReturnValue:
    """Change the number, signatory and authority of a party."""
    form = CredentialsForm(**written(party))
    agreement = party.agreement
    if form.validate_on_submit():
        try:
            actions.write_credentials(agreement, party, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved for %(name)s.", name=party.seat.organisation.name), to=agreement, made=party)
    return page("agreements/parties/edit.html", form, agreement=agreement, party=party)

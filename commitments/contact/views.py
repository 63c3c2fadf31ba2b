"""Who in the responsible organisation is the contact of a commitment."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import SelectField

from app.clock import utc_now
from app.errors import RuleViolation
from app.organisations.queries import contacts_of
from app.web.forms import Form, identity, options
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.contact import actions, policies, queries
from commitments.registry.models import Commitment

bp = Blueprint("contact", __name__)


class ContactForm(Form):
    """The person who is asked about a commitment."""

    ids = {"person": "a person of the responsible organisation, or null"}
    person = SelectField(_l("Contact of this commitment"), coerce=identity)


@bp.route("/commitments/<uuid:commitment_id>/contact", methods=["GET", "POST"])
@guarded(policies.name_contact)
def choose(commitment: Commitment) -> ResponseReturnValue:
    """Choose the contact of a commitment among the people of the responsible organisation."""
    people = {one.id: one for one in queries.candidates(commitment)}
    form = ContactForm(person=commitment.responsible_person_id)
    choices = [(one.id, f"{one.name}, {one.position}" if one.position else one.name) for one in people.values()]
    form.person.choices = options([("", _("The focal point and the alternate")), *choices])
    if form.validate_on_submit():
        try:
            actions.name_contact(commitment, people.get(form.person.data), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The contact of the commitment was changed."), to=commitment)
    return page("commitments/contact/choose.html", form, commitment=commitment)


def panel(commitment: Commitment) -> Markup | None:
    """Return the contacts of the responsible organisation, for its own people and for coordinators."""
    if not (current_user.organisation_id == commitment.responsible_id or current_user.is_coordinator):
        return None
    held = contacts_of(commitment.responsible_id)
    names = {role.value: contact.person.name for role, contact in held.items()}
    may = commitment.facts.is_open and (current_user.is_coordinator or policies.names_for(current_user, held))
    return Markup(  # noqa: S704
        render_template("commitments/contact/panel.html", commitment=commitment, names=names, may_choose=may)
    )

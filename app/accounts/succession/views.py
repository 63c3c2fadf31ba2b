"""The page that shows what a person holds, and passes it on to a successor."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.models import Person
from app.accounts.succession import actions, policies
from app.accounts.succession.charges import held
from app.accounts.succession.forms import HandOverForm
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("succession", __name__)


@bp.route("/people/<uuid:person_id>/hand-over", methods=["GET", "POST"])
@guarded(policies.hand_over)
def hand_over(person: Person) -> ResponseReturnValue:
    """Pass on the roles and the open work of a person to a colleague."""
    form = HandOverForm(person)
    if form.validate_on_submit():
        successor = db.session.get_one(Person, form.successor.data)
        try:
            count = actions.hand_over(person, successor, basis=form.basis.data or "", by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_passed_on(count, successor), to=successor)
    charges = [(charge.label, [charge.line(obj) for obj in objects]) for charge, objects in held(person, current_user)]
    return page("people/succession/hand_over.html", form, person=person, charges=charges)


def _passed_on(count: int, successor: Person) -> str:
    return ngettext(
        "%(num)d role or task passed to %(name)s.",
        "%(num)d roles and tasks passed to %(name)s.",
        count,
        name=successor.name,
    )

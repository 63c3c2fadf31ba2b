"""The page of what a commitment waits for."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.forms import Form, TextField, options
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.registry.models import Commitment
from commitments.waiting import actions, policies, queries
from commitments.waiting.models import Wait

bp = Blueprint("waiting", __name__)


class WaitForm(Form):
    """The commitment to wait for: one of the same circle, or any other by its code."""

    chosen = SelectField(_l("Commitment"), [Empty()])
    code = TextField(
        _l("Or the code of another commitment"),
        [Empty()],
        max_length=20,
        description=_l("For example KMT-2026-0041; only commitments that you may read."),
    )

    @classmethod
    def of(cls, commitment: Commitment) -> WaitForm:
        """Return the form with the open commitments of the same circle."""
        form = cls()
        found = queries.to_wait_for(commitment, current_user, today())
        pairs = [(one.code, f"{one.code} {one.title}") for one in found]
        form.chosen.choices = options([("", _("Choose a commitment")), *pairs])
        return form


@bp.route("/commitments/<uuid:commitment_id>/wait", methods=["GET", "POST"])
@guarded(policies.begin_wait)
def begin(commitment: Commitment) -> ResponseReturnValue:
    """Choose a commitment for which this one waits."""
    form = WaitForm.of(commitment)
    if form.validate_on_submit():
        try:
            awaited = _awaited(form)
            actions.begin(commitment, awaited, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It waits for %(code)s from now on.", code=awaited.code), to=commitment)
    return page("commitments/waiting/begin.html", form, commitment=commitment)


@bp.post("/commitments/waits/<uuid:wait_id>/end")
@guarded(policies.end_wait)
def end(wait: Wait) -> ResponseReturnValue:
    """End a wait, in one click."""
    commitment = wait.commitment
    actions.end(wait, by=current_user, at=utc_now())
    return done(_("It does not wait for that commitment any more."), to=commitment)


def _awaited(form: WaitForm) -> Commitment:
    """Return the chosen commitment. Raises RuleViolation if there is none that the user may read."""
    code = form.code.data or form.chosen.data
    if not code:
        raise RuleViolation(_l("Choose a commitment, or write its code"), field="code")
    if found := queries.by_code(code, current_user, today()):
        return found
    raise RuleViolation(_l("You may read no commitment with this code"), field="code")

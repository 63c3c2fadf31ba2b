"""The page that creates the first administrator."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.first_run import actions, queries
from app.accounts.first_run.forms import FirstAdministratorForm
from app.accounts.sign_in import throttle
from app.accounts.sign_in.views import let_in
from app.clock import utc_now
from app.database.transactions import keep_although_refused, let_write
from app.errors import RuleViolation, error_page
from app.web.i18n import language
from app.web.pages import page
from app.web.policies import public

bp = Blueprint("first_run", __name__)


@bp.route("/setup/<string:token>", methods=["GET", "POST"])
@public
def create(token: str) -> ResponseReturnValue:
    """Create the first administrator and the organisation that runs the instance, and sign in."""
    let_write()  # attempts are counted
    now = utc_now()
    link = queries.valid_link(token, at=now)
    if link is None:
        return _dead_link(now)
    form = FirstAdministratorForm()
    if form.validate_on_submit():
        try:
            person = actions.create(link, form.details(), language=language(), at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return let_in(person, _("Welcome to Selaras. Your account is ready."))
    return page("accounts/first-administrator.html", form)


def _dead_link(now: datetime) -> ResponseReturnValue:
    """Return the page of an invalid address. Attempts are counted after it, because an error page rolls back."""
    response = error_page(410, detail=_("It works once, for 24 hours, and only until someone has an account."))
    throttle.take_turn("setup", at=now)
    keep_although_refused()
    return response

"""Pages of the checklist and of the test mail."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.sign_in.forms import ButtonForm
from app.clock import utc_now
from app.database.transactions import let_write
from app.errors import RuleViolation, error_page
from app.mail.outbox import Way, how_to_set_mail, mail_folder, mail_way
from app.settings.first_steps import actions, policies, queries
from app.settings.policies import read_settings
from app.web.pages import done, page
from app.web.policies import guarded, public

bp = Blueprint("first_steps", __name__)


@bp.get("/settings/first-steps")
@guarded(read_settings)
def index() -> ResponseReturnValue:
    """Show the whole checklist of a person, also when all of it is done."""
    return page("settings/first-steps.html", steps=queries.checklist(current_user))


@bp.route("/settings/test-mail", methods=["GET", "POST"])
@guarded(policies.send_test_mail)
def send() -> ResponseReturnValue:
    """Show whether mail arrives, and send a test mail."""
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            actions.send_test_mail(current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("A test mail to %(email)s is waiting to be sent.", email=current_user.email)
            return done(message, to=url_for(".send"))
    return page(
        "settings/test-mail.html",
        form,
        latest=queries.latest_test_mail(current_user),
        obstacle=how_to_set_mail() if mail_way() is Way.OUTBOX else None,
        folder=mail_folder(),
    )


@bp.get("/test-mail/<string:token>")
@public
def receive(token: str) -> ResponseReturnValue:
    """Record that the test mail arrived, when its link is opened."""
    let_write()
    found = queries.test_mail(token)
    if found is None or not actions.receive(found, at=utc_now()):
        return error_page(410, detail=_("It has expired, or a newer test mail was sent. Send yourself another one."))
    return page("settings/test-mail-arrived.html", folder=mail_folder())

"""Pages of received messages, for administrators and coordinators."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files.serve import SANDBOX
from app.mail.inbox import actions, policies, queries
from app.mail.inbox.forms import NoteForm
from app.mail.inbox.models import IncomingMail, MailStatus
from app.web.pages import done, page
from app.web.pagination import page_number
from app.web.policies import guarded

bp = Blueprint("inbox", __name__, url_prefix="/settings/inbox")

PER_PAGE = 50


@bp.get("")
@guarded(policies.read_inbox)
def index() -> ResponseReturnValue:
    """List received messages; by default those that are waiting for a person."""
    wanted = request.args.get("state", "")
    status = MailStatus(wanted) if wanted in {one.value for one in MailStatus} else MailStatus.ASIDE
    number = page_number()
    found = queries.arrived(current_user, status, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE)
    if number > 1 and not found:
        abort(404)
    total = queries.count(current_user, status)
    return page(
        "inbox/index.html",
        mails=found[:PER_PAGE],
        status=status,
        total=min(total, queries.COUNTED),
        capped=total > queries.COUNTED,
        number=number,
        first=(number - 1) * PER_PAGE + 1,
        more=len(found) > PER_PAGE,
    )


@bp.get("/<uuid:incoming_mail_id>")
@guarded(policies.read_mail)
def show(incoming_mail: IncomingMail) -> ResponseReturnValue:
    """Show a message: why it was set aside, its text, and the possible actions."""
    return page("inbox/show.html", NoteForm(), mail=incoming_mail)


@bp.get("/<uuid:incoming_mail_id>/file")
@guarded(policies.read_mail)
def file(incoming_mail: IncomingMail) -> ResponseReturnValue:
    """Return the stored message or its start as a file; 404 if no content is stored."""
    if incoming_mail.content is None:
        abort(404)
    response = Response(incoming_mail.content, mimetype="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{incoming_mail.id}.eml"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/<uuid:incoming_mail_id>/settle")
@guarded(policies.read_mail)
def settle(incoming_mail: IncomingMail) -> ResponseReturnValue:
    """Mark a message as handled."""
    form = NoteForm()
    note = form.note
    if form.validate_on_submit():
        try:
            actions.settle(incoming_mail, note=note.data or "", by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The message is dealt with."), to=url_for("inbox.index"))
    return page("inbox/show.html", form, mail=incoming_mail)


@bp.post("/<uuid:incoming_mail_id>/put-back")
@guarded(policies.read_mail)
def put_back(incoming_mail: IncomingMail) -> ResponseReturnValue:
    """Set a handled message aside again."""
    actions.put_back(incoming_mail, by=current_user, at=utc_now())
    to = url_for("inbox.show", incoming_mail_id=incoming_mail.id)
    return done(_("The message waits again."), to=to)

"""Pages for recording by hand the answer in a message that could not be processed automatically."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.mail.inbox.actions import settle
from app.mail.inbox.models import IncomingMail, MailStatus
from app.mail.inbox.policies import apply_mail
from app.web.i18n import moment
from app.web.pages import done, page
from app.web.policies import can, guarded
from forums.invitations import rsvp
from forums.invitations.models import Invitation
from forums.invitations.queries import active_invitations
from forums.replies import actions, queries
from forums.replies.actions import Understood
from forums.replies.forms import ApplyForm
from forums.scheduling.models import Session
from forums.scheduling.queries import session_for_detail

bp = Blueprint("messages", __name__, url_prefix="/settings/inbox")


@bp.route("/<uuid:incoming_mail_id>/apply", methods=["GET", "POST"])
@guarded(apply_mail)
def apply(incoming_mail: IncomingMail) -> ResponseReturnValue:
    """Choose the session that a message is about, then record the answer on the sender's behalf."""
    at = utc_now()
    guess = actions.understood(incoming_mail, at=at)
    session = _chosen(guess)
    if session is None:
        sessions = queries.sessions_to_answer(current_user, today(), at)
        return page("forums/replies/choose.html", mail=incoming_mail, sessions=sessions)
    invited = {one.id: one for one in active_invitations(session.id)}
    form = _form(incoming_mail, guess, list(invited.values()))
    if form.validate_on_submit():
        try:
            invitation = invited[form.invitation.data]
            rsvp.record(invitation, form.reply(), through=form.channel(current_user), at=at)
            settle(incoming_mail, note="", by=current_user, at=at)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("The answer is recorded and the party is notified.")
            return done(notice, to=url_for("forums.invitations.show", session_id=session.id), made=incoming_mail)
    return page("forums/replies/apply.html", form, mail=incoming_mail, session=session)


def panel(mail: IncomingMail) -> Markup | None:
    """Return the panel with the session and answer that a held message appears to refer to, and a link to record it."""
    if mail.standing is not MailStatus.ASIDE or not can("incoming_mail:apply", mail):
        return None
    guess = actions.understood(mail, at=utc_now())
    return Markup(render_template("forums/replies/message.html", mail=mail, guess=guess))  # noqa: S704


def _chosen(guess: Understood) -> Session | None:
    """Return the chosen session, else the one in the message. Aborts with 404 if the chosen one may not be changed."""
    written = request.args.get("session")
    if written is None:
        named = guess.session
        return named if named and can("session:change", named) else None
    if not written:
        return None
    try:
        session = session_for_detail(UUID(written))
    except ValueError:
        abort(404)
    if session is None or not can("session:change", session):
        abort(404)
    return session


def _form(mail: IncomingMail, guess: Understood, invited: list[Invitation]) -> ApplyForm:
    sender = next((one.id for one in invited if (one.address or "").lower() == guess.sender), None)
    return ApplyForm.of(
        invited,
        invitation=sender,
        answer=guess.answer.value if guess.answer else None,
        source="mail",
        note=_("%(sender)s, %(when)s", sender=mail.sender or "?", when=moment(mail.received_at)),
    )

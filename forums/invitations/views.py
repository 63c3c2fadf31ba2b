"""Pages of a session's invitations: the list, sending, reminding, recording, and answering in the application."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.mail import outbox
from app.mail.outbox import about
from app.mail.outbox.about import SentMail
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import can, guarded
from forums.invitations import actions, policies, queries, reminding, rsvp
from forums.invitations.forms import ForwardForm, OwnForm, RecordForm, SendForm
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.queries import Roll
from forums.invitations.reach import Reach, reach_of
from forums.invitations.rows import InvitedRow, line_of
from forums.invitations.rsvp import Channel, Reply
from forums.scheduling.models import Session, SessionState

bp = Blueprint("invitations", __name__)


@bp.get("/sessions/<uuid:session_id>/invitations")
@guarded(policies.read_invitations)
def show(session: Session) -> ResponseReturnValue:
    """Show the invitees and their answers by organisation, with the quorum forecast."""
    roll = queries.roll(session)
    own = next((one for one in roll.invited if one.invitation.person_id == current_user.id), None)
    leads = can("invitations:send", session)
    planned = session.state is SessionState.PLANNED
    return page(
        "forums/invitations/show.html",
        session=session,
        roll=roll,
        leads=leads,
        rows=_rows(roll, leads=leads),
        mails=_mails(roll) if leads else {},
        own=own,
        waiting=actions.waiting(session) if leads and planned else 0,
    )


def _mails(roll: Roll) -> dict[UUID, SentMail]:
    """Return the latest mail about each invitation."""
    return about.latest(Invitation.__name__, [one.invitation.id for one in roll.invited])


def _rows(roll: Roll, *, leads: bool) -> list[tuple[InvitedRow, bool, Reach | None]]:
    """Return the rows of invitees, whether the user leads the session, and contact details while it is planned."""
    session = roll.session
    lines = [line_of(one, roll, leads=leads) for one in roll.invited]
    if not leads or session.state is not SessionState.PLANNED:
        return [(line, leads, None) for line in lines]
    enters = can("forum:change", session.forum)
    return [(line, leads, reach_of(one, session, enters=enters)) for line, one in zip(lines, roll.invited, strict=True)]


@bp.route("/sessions/<uuid:session_id>/invitations/send", methods=["GET", "POST"])
@guarded(policies.send_invitations)
def send(session: Session) -> ResponseReturnValue:
    """Show how many people will be invited, then send the invitations."""
    form = SendForm(letter_number=session.letter_number)
    sent = 0
    if form.validate_on_submit():
        try:
            number = form.letter_number.data or ""
            sent = actions.invite(session, by=current_user, at=utc_now(), letter_number=number)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = outbox.announce(
                ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", sent),
                unsent=ngettext(
                    "%(num)d invitation has been prepared.", "%(num)d invitations have been prepared.", sent
                ),
            )
            return done(notice, to=_list(session))
    return page("forums/invitations/send.html", form, session=session, recipients=actions.pending(session))


@bp.route("/sessions/<uuid:session_id>/invitations/remind", methods=["GET", "POST"])
@guarded(policies.send_invitations)
def remind(session: Session) -> ResponseReturnValue:
    """Show who has not answered, then remind them."""
    form = Form()
    reminded = 0
    if form.validate_on_submit():
        try:
            reminded = reminding.by_hand(session, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = ngettext("%(num)d person is reminded.", "%(num)d people are reminded.", reminded)
            return done(notice, to=_list(session))
    return page("forums/invitations/remind.html", form, session=session, waiting=reminding.waiting(session))


@bp.route("/invitations/<uuid:invitation_id>/record", methods=["GET", "POST"])
@guarded(policies.record_answer)
def record(invitation: Invitation) -> ResponseReturnValue:
    """Record an answer that a party gave by telephone, message or letter."""
    form = RecordForm()
    if form.validate_on_submit():
        try:
            rsvp.record(invitation, form.reply(), through=form.channel(current_user), at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The answer is recorded and the party is notified."), to=_list(invitation.session))
    return page("forums/invitations/record.html", form, invitation=invitation, session=invitation.session)


@bp.post("/invitations/<uuid:invitation_id>/renew")
@guarded(policies.record_answer)
def renew(invitation: Invitation) -> ResponseReturnValue:
    """Invalidate the current answer link and send a new one."""
    actions.renew(invitation, by=current_user, at=utc_now())
    notice = outbox.announce(
        _("The old link no longer works; a new one is on its way."),
        unsent=_("The old link no longer works; a new one has been prepared."),
    )
    return done(notice, to=_list(invitation.session))


@bp.route("/invitations/<uuid:invitation_id>/answer", methods=["GET", "POST"])
@guarded(policies.answer_invitation)
def answer(invitation: Invitation) -> ResponseReturnValue:
    """Answer the user's own invitation: to this session, or to all sessions of the series."""
    form = OwnForm(session=invitation.session)
    at = utc_now()
    if form.validate_on_submit():
        try:
            if form.for_series:
                rsvp.answer_series(invitation, form.reply().answer, at=at)
            else:
                rsvp.answer(invitation, form.reply(), through=Channel(via=Via.APP, by=current_user), at=at)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Thank you. Your answer is recorded."), to=_list(invitation.session))
    return page("forums/invitations/own.html", form, invitation=invitation, session=invitation.session)


@bp.route("/invitations/<uuid:invitation_id>/pass-on", methods=["GET", "POST"])
@guarded(policies.answer_invitation)
def pass_on(invitation: Invitation) -> ResponseReturnValue:
    """Pass the user's own invitation on to someone else, who gets their own."""
    form = ForwardForm()
    if form.validate_on_submit():
        try:
            rsvp.pass_on(
                invitation,
                name=form.name.data,
                position=form.position.data or "",
                email=form.email.data,
                through=Channel(via=Via.APP, by=current_user),
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("The invitation was passed on to %(name)s.", name=form.name.data)
            return done(notice, to=_list(invitation.session))
    return page("forums/invitations/pass-on.html", form, invitation=invitation, session=invitation.session)


@bp.post("/invitations/<uuid:invitation_id>/quick")
@guarded(policies.answer_invitation)
def quick(invitation: Invitation) -> ResponseReturnValue:
    """Answer with one button: attending or not sure yet."""
    chosen = request.form.get("answer", "")
    if chosen not in {"attending_in_person", "attending_online", "tentative"}:
        raise RuleViolation(_("Choose one of the answers"))
    reply = Reply(answer=AnswerState(chosen))
    rsvp.answer(invitation, reply, through=Channel(via=Via.APP, by=current_user), at=utc_now())
    return done(_("Thank you. Your answer is recorded."), to=_list(invitation.session))


def panel(session: Session) -> Markup | None:
    """Return the panel about invitations on the overview of a planned session."""
    planned = session.state is SessionState.PLANNED and session.opened_at is None
    if not planned or not can("invitations:read", session):
        return None
    found = queries.roll(session)
    return Markup(render_template("forums/invitations/panel.html", session=session, roll=found))  # noqa: S704


def _list(session: Session) -> str:
    return url_for("forums.invitations.show", session_id=session.id)

"""Pages behind the answer link: no password is needed, and only a POST changes anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.people import actions as people
from app.circles.models import Classification
from app.circles.queries import may_be_notified_of
from app.clock import utc_now
from app.database.transactions import let_write
from app.errors import RuleViolation
from app.mail.links import actions as link_actions
from app.mail.links import codes
from app.mail.links import notices as link_notices
from app.mail.links import queries as link_queries
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import public
from app.web.security import csrf
from forums.agenda.queries import announced
from forums.invitations import calendars, queries, rsvp
from forums.invitations.event_files import event_file
from forums.invitations.forms import ExcusedForm, ForwardForm, RepresentedForm
from forums.invitations.links import reply_address
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.rsvp import Channel, Reply
from forums.invitations.rules import answer_by
from forums.scheduling.models import SessionState

bp = Blueprint("answers", __name__, url_prefix="/answer")

UNSIGNED = {"csrf": False}
"""The token in the URL protects against forged requests, so browsers without cookies can answer too."""
AT_ONCE = {
    AnswerState.ATTENDING_IN_PERSON.value,
    AnswerState.ATTENDING_ONLINE.value,
    AnswerState.TENTATIVE.value,
}
"""Answers that need no further details."""
FURTHER = {"represented": ".represented", "forward": ".forward", "excused": ".excused"}
"""Answers that need a further page."""


@bp.before_request
def let_openings_be_recorded() -> None:
    """Let GET requests write, because opening a page records that the link was opened."""
    let_write()


@bp.route("/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def show(token: str) -> ResponseReturnValue:
    """Show the invitation with its buttons; a button records the answer or leads to the page for its details."""
    invitation = opened(token)
    if request.method == "GET":
        link_actions.open_links_to(invitation, at=utc_now())
        return _page(invitation, token)
    chosen = request.form.get("answer", "")
    if chosen in FURTHER:
        return redirect(url_for(FURTHER[chosen], token=token), code=303)
    if chosen not in AT_ONCE:
        abort(400)
    return _recorded(invitation, token, Reply(answer=AnswerState(chosen), seen_start=_seen()))


@bp.route("/<string:token>/represented", methods=["GET", "POST"])
@public
@csrf.exempt
def represented(token: str) -> ResponseReturnValue:
    """Answer that someone else attends instead."""
    invitation, form = opened(token), RepresentedForm(meta=UNSIGNED)
    if form.validate_on_submit():
        try:
            _answer(invitation, form.reply())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _thanks(token)
    return _ask("forums/invitations/represented.html", form, invitation, token)


@bp.route("/<string:token>/forward", methods=["GET", "POST"])
@public
@csrf.exempt
def forward(token: str) -> ResponseReturnValue:
    """Pass the invitation on to someone else."""
    invitation = opened(token)
    known = next(iter(rsvp.alternates(invitation)), None)
    filled = {"name": known[0].name, "position": known[1], "email": known[0].email} if known else {}
    form = ForwardForm(meta=UNSIGNED, **filled)
    if form.validate_on_submit():
        link_actions.mark_read_to(invitation)
        try:
            rsvp.pass_on(
                invitation,
                name=form.name.data,
                position=form.position.data or "",
                email=form.email.data,
                through=Channel(via=Via.LINK),
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("The invitation was passed on to %(name)s.", name=form.name.data)
            return done(notice, to=_back(token))
    return _ask("forums/invitations/forward.html", form, invitation, token, stand_in=known)


@bp.route("/<string:token>/excused", methods=["GET", "POST"])
@public
@csrf.exempt
def excused(token: str) -> ResponseReturnValue:
    """Answer that no one can attend, optionally with a reason."""
    invitation, form = opened(token), ExcusedForm(meta=UNSIGNED)
    if form.validate_on_submit():
        try:
            _answer(invitation, Reply(answer=AnswerState.EXCUSED, reason=form.reason.data or ""))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _thanks(token)
    return _ask("forums/invitations/excused.html", form, invitation, token)


@bp.get("/<string:token>/calendar.ics")
@public
def calendar_file(token: str) -> ResponseReturnValue:
    """Download the session as iCalendar, under the identity of the invitation."""
    invitation = opened(token)
    return event_file(invitation.session, invitation)


@bp.route("/<string:token>/not-me", methods=["GET", "POST"])
@public
@csrf.exempt
def disown(token: str) -> ResponseReturnValue:
    """Say that the invitation was not for the reader: its link ends, and its sender is notified."""
    invitation, form = opened(token), Form(meta=UNSIGNED)
    link = link_queries.newest_to(invitation, utc_now()) or abort(404)
    if form.validate_on_submit():
        link_actions.disown(link, at=utc_now())
        link_notices.disowned(link)
        return make_response(page("links/disowned.html"))
    return _ask("forums/invitations/not-me.html", form, invitation, token)


@bp.route("/<string:token>/account", methods=["GET", "POST"])
@public
@csrf.exempt
def ask_account(token: str) -> ResponseReturnValue:
    """Mail an invitation to create an account to the invitee."""
    invitation, form = opened(token), Form(meta=UNSIGNED)
    person = invitation.person or abort(404)
    link = link_queries.newest_to(invitation, utc_now()) or abort(404)
    if form.validate_on_submit():
        try:
            codes.refuse_haste(link, at=utc_now())
            people.invite(person, by=person, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("An invitation is on its way to %(address)s.", address=person.email)
            return done(notice, to=_back(token))
    return _ask("forums/invitations/account.html", form, invitation, token)


def opened(token: str) -> Invitation:
    """Return the invitation of a link. Aborts with 404 if it is unknown, and with 410 if it is no longer valid."""
    invitation = queries.by_secret(token)
    if invitation is None or not _still_concerns(invitation):
        abort(404)
    cancelled = invitation.session.state in {SessionState.CANCELLED, SessionState.MERGED}
    if not rsvp.is_open(invitation, at=utc_now()) and not cancelled:
        abort(410)
    return invitation


def _still_concerns(invitation: Invitation) -> bool:
    """Whether the invitee may know of the session; a secret forum is known only to its participants."""
    circle = invitation.session.forum.circle
    if invitation.person is None:
        return circle.classification is not Classification.SECRET
    return may_be_notified_of(invitation.person, circle)


def _page(invitation: Invitation, token: str, refused: str = "") -> ResponseReturnValue:
    session = invitation.session
    answer = queries.answer_of(session, invitation.invitee_id)
    return page(
        "forums/invitations/answer.html",
        invitation=invitation,
        session=session,
        answer=answer,
        invited=queries.Invited(invitation, answer),
        refused=refused,
        token=token,
        agenda=announced(session),
        until=answer_by(session.starts_at, session.zone),
        reply_to=reply_address(calendars.uid_of(session), invitation.invitee_id),
        is_listed=link_queries.newest_to(invitation, utc_now()) is not None,
    )


def _ask(template: str, form: Form, invitation: Invitation, token: str, **context: Any) -> ResponseReturnValue:
    session = invitation.session
    return page(template, form, invitation=invitation, session=session, token=token, back=_back(token), **context)


def _recorded(invitation: Invitation, token: str, reply: Reply) -> ResponseReturnValue:
    try:
        _answer(invitation, reply)
    except RuleViolation as violation:
        return make_response(_page(invitation, token, refused=str(violation.message)), 422)
    return _thanks(token)


def _answer(invitation: Invitation, reply: Reply) -> None:
    link_actions.mark_read_to(invitation)
    rsvp.answer(invitation, reply, through=Channel(via=Via.LINK), at=utc_now())


def _thanks(token: str) -> ResponseReturnValue:
    return done(_("Thank you. Your answer is recorded."), to=_back(token))


def _back(token: str) -> str:
    return url_for(".show", token=token)


def _seen() -> datetime | None:
    """Return the start that the page showed; None if the value is not a datetime."""
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None

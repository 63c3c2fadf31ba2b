"""Pages for proposing another time, by link or signed in, and for accepting or declining proposals."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import can, guarded, public
from app.web.security import csrf
from forums.invitations.answer_views import UNSIGNED, opened
from forums.invitations.links import secret
from forums.invitations.models import Invitation, Via
from forums.invitations.policies import answer_invitation
from forums.invitations.queries import Invited
from forums.invitations.rsvp import Channel
from forums.replies import policies, proposals, queries
from forums.replies.forms import AnotherTimeForm, DeclineForm
from forums.replies.models import TimeProposal
from forums.scheduling.models import Session, SessionState

bp = Blueprint("replies", __name__)


@bp.route("/answer/<string:token>/another-time", methods=["GET", "POST"])
@public
@csrf.exempt
def by_link(token: str) -> ResponseReturnValue:
    """Propose another time, by the link in an invitation."""
    invitation = opened(token)
    form = AnotherTimeForm.of(invitation.session, meta=UNSIGNED)
    back = url_for("forums.answers.show", token=token)
    if form.validate_on_submit():
        try:
            _propose(invitation, form, Channel(via=Via.LINK))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Thank you. The coordinator decides; until then the session keeps its time."), to=back)
    return page("forums/replies/by_link.html", form, session=invitation.session, back=back)


@bp.route("/invitations/<uuid:invitation_id>/another-time", methods=["GET", "POST"])
@guarded(answer_invitation)
def propose(invitation: Invitation) -> ResponseReturnValue:
    """Propose another time for a session."""
    session = invitation.session
    form = AnotherTimeForm.of(session)
    back = url_for("forums.invitations.show", session_id=session.id)
    if form.validate_on_submit():
        try:
            made = _propose(invitation, form, Channel(via=Via.APP, by=current_user))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Thank you. The coordinator decides; until then the session keeps its time.")
            return done(notice, to=back, made=made)
    return page("forums/replies/propose.html", form, session=session, back=back)


@bp.post("/time-proposals/<uuid:time_proposal_id>/accept")
@guarded(policies.decide_proposal)
def accept(time_proposal: TimeProposal) -> ResponseReturnValue:
    """Accept a proposal and move the session to the proposed time."""
    proposals.accept(time_proposal, by=current_user, at=utc_now())
    return done(
        _("The session was moved and everyone invited is notified."),
        to=time_proposal.session,
        made=time_proposal,
    )


@bp.route("/time-proposals/<uuid:time_proposal_id>/decline", methods=["GET", "POST"])
@guarded(policies.decide_proposal)
def decline(time_proposal: TimeProposal) -> ResponseReturnValue:
    """Decline a proposal and notify the proposer."""
    form = DeclineForm()
    at = utc_now()
    reason = form.reason
    if form.validate_on_submit():
        try:
            proposals.decline(time_proposal, reason=reason.data or "", by=current_user, at=at)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("The session keeps its time; the person who proposed another one is notified.")
            return done(notice, to=time_proposal.session, made=time_proposal)
    return page("forums/replies/decline.html", form, proposal=time_proposal, session=time_proposal.session)


def panel(session: Session) -> Markup | None:
    """Return the panel of open proposals of a planned session, for those who may change it."""
    awaited = session.state is SessionState.PLANNED and session.invited_at and not session.opened_at
    if not awaited or not can("session:change", session):
        return None
    found = queries.open_proposals(session.id)
    shown = {"proposals": found, "session": session}
    return Markup(render_template("forums/replies/panel.html", **shown)) if found else None  # noqa: S704


def own_panel(invited: Invited) -> Markup:
    """Return the panel with the link to propose another time, and the status of the latest proposal."""
    invitation = invited.invitation
    newest = next(iter(queries.proposals_of(invitation)), None)
    href = url_for("forums.replies.by_link", token=secret(invitation))
    shown = {"newest": newest, "session": invitation.session, "href": href}
    return Markup(render_template("forums/replies/own.html", **shown))  # noqa: S704


def _propose(invitation: Invitation, form: AnotherTimeForm, through: Channel) -> TimeProposal:
    return proposals.propose(invitation, form.wish(invitation.session), through=through, at=utc_now())

"""Actions on time proposals: propose, accept, decline and close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.role_holders import who_opens
from app.database import db
from app.errors import RuleViolation
from app.web.i18n import force_locale
from forums.invitations import queries as invitations
from forums.invitations.models import Invitation
from forums.invitations.rsvp import Channel, check_answerable
from forums.replies import notices, queries
from forums.replies.models import ProposalState, TimeProposal
from forums.scheduling import session_actions
from forums.scheduling.models import Session, SessionState

MOST = 5
"""The most proposals per invitation; its link needs no password."""
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A proposed start and end, as instants, and a comment."""

    starts_at: datetime
    ends_at: datetime
    comment: str = ""


def propose(invitation: Invitation, wish: Wish, *, through: Channel, at: datetime) -> TimeProposal:
    """Propose another time; replaces the invitee's earlier open proposals. Raises RuleViolation."""
    session = invitation.session
    invitations.lock(session)
    check_answerable(invitation, at=at)
    _check(session, wish, at=at)
    earlier = queries.proposals_of(invitation)
    if len(earlier) >= MOST:
        raise RuleViolation(_("You cannot propose any more times.") + " " + who_opens("coordinator"))
    for one in earlier:
        if one.state is ProposalState.OPEN:
            one.decide(ProposalState.OVERTAKEN, by=None, at=at)
    made = TimeProposal(
        session=session,
        invitation=invitation,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        comment=wish.comment,
        via=through.via,
        proposed_at=at,
        stamped_at=through.stamped_at,
    )
    db.session.add(made)
    audit.record(
        "time_proposal.made",
        made,
        by=invitation.person,
        at=at,
        personal={"comment": wish.comment} if wish.comment else None,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        via=through.via,
    )
    return made


def accept(proposal: TimeProposal, *, by: Person, at: datetime) -> None:
    """Move the session to the proposed time, which notifies everyone invited. Raises RuleViolation."""
    session = proposal.session
    proposal.decide(ProposalState.ACCEPTED, by=by, at=at)
    with force_locale(session.forum.language):
        organisation = proposal.invitation.seat.organisation.label
        reason = _("Another time was proposed by %(organisation)s", organisation=organisation)
    audit.record("time_proposal.accepted", proposal, by=by, at=at)
    starts_at, minutes = proposal.starts_at, proposal.minutes
    session_actions.move(session, starts_at=starts_at, minutes=minutes, reason=reason, by=by, at=at)


def decline(proposal: TimeProposal, *, reason: str, by: Person, at: datetime) -> None:
    """Keep the session's time, and notify the proposer and their calendar. Raises RuleViolation."""
    proposal.decide(ProposalState.DECLINED, by=by, at=at)
    proposal.reason = reason
    audit.record("time_proposal.declined", proposal, by=by, at=at, reason=reason)
    notices.declined(proposal, by=by, at=at)


def overtake(sessions: Collection[UUID], *, at: datetime) -> None:
    """Close the open proposals of sessions that were moved, opened or cancelled."""
    for one in queries.proposals_open_for(sessions):
        one.decide(ProposalState.OVERTAKEN, by=None, at=at)


def _check(session: Session, wish: Wish, *, at: datetime) -> None:
    session.require(SessionState.PLANNED)
    if session.opened_at:
        raise RuleViolation(_l("This session has begun"))
    if wish.starts_at < at:
        raise RuleViolation(_l("This time is past. Choose a later one"), field="day")
    if not timedelta(0) < wish.ends_at - wish.starts_at <= LONGEST:
        raise RuleViolation(_l("A session lasts from a minute to a day"), field="minutes")
    if (wish.starts_at, wish.ends_at) == (session.starts_at, session.ends_at):
        raise RuleViolation(_l("This is the current time. Choose another one"), field="day")

"""Policies of time proposals."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.web.policies import loads, policy
from forums.replies import queries
from forums.replies.models import TimeProposal
from forums.scheduling.policies import change_session, read_session

loads("time_proposal_id", TimeProposal)(queries.proposal_for_act)


@policy("time_proposal:read", TimeProposal)
def read_proposal(user: Person, proposal: TimeProposal) -> bool:
    """Those who may read the session, and the proposer. In a secret forum, only its participants."""
    own = user.id == proposal.invitation.person_id and may_be_notified_of(user, proposal.session.forum.circle)
    return own or read_session(user, proposal.session)


@policy("time_proposal:decide", TimeProposal, hidden_unless=read_proposal, opened_by=("coordinator",))
def decide_proposal(user: Person, proposal: TimeProposal) -> bool:
    """Coordinators, and the chair and facilitators of the forum."""
    return change_session(user, proposal.session)

"""Policies of milestones."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.milestones.models import Milestone
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.rules import UNDECIDED


@policy("milestone:set", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def set_milestones(user: Person, commitment: Commitment) -> bool:
    """Before acceptance the proposer, afterwards the responsible organisation; coordinators at any time."""
    if user.is_coordinator:
        return True
    if commitment.delivery in UNDECIDED:
        return user.id == commitment.proposed_by_id
    return user.organisation_id == commitment.responsible_id


@policy("milestone:read", Milestone)
def read_milestone(user: Person, milestone: Milestone) -> bool:
    """Everyone who may read the commitment."""
    return read_commitment(user, milestone.commitment)


@policy("milestone:remove", Milestone, hidden_unless=read_milestone, opened_by=("coordinator",))
def remove_milestone(user: Person, milestone: Milestone) -> bool:
    """Those who may set the milestones of the commitment."""
    return set_milestones(user, milestone.commitment)

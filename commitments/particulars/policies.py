"""Who changes the plan, the funds and the rhythm of reports."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.milestones.policies import set_milestones
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("commitment:change-particulars", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def change_particulars(user: Person, commitment: Commitment) -> bool:
    """Before acceptance the proposer, afterwards the responsible organisation; coordinators at any time."""
    return set_milestones(user, commitment)

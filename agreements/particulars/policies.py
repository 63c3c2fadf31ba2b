"""Policies of risks and contact books."""

from __future__ import annotations

from agreements.particulars import queries
from agreements.particulars.models import Correspondent, Risk
from agreements.parties.policies import change_party
from agreements.registry.policies import change_agreement, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("risk_id", Risk)(queries.risk_for_change)
loads("correspondent_id", Correspondent)(queries.correspondent_for_change)


@policy("risk:read", Risk)
def read_risk(user: Person, risk: Risk) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, risk.agreement)


@policy("risk:change", Risk, hidden_unless=read_risk, opened_by=("coordinator",))
def change_risk(user: Person, risk: Risk) -> bool:
    """Coordinators, and members of the party that watches the risk."""
    party = risk.agreement.side_of(user.organisation_id)
    return change_agreement(user, risk.agreement) or (party is not None and party.id == risk.owner_id)


@policy("correspondent:read", Correspondent)
def read_correspondent(user: Person, correspondent: Correspondent) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, correspondent.party.agreement)


@policy("correspondent:change", Correspondent, hidden_unless=read_correspondent, opened_by=("coordinator",))
def change_correspondent(user: Person, correspondent: Correspondent) -> bool:
    """Coordinators, and members of the party itself."""
    return change_party(user, correspondent.party)

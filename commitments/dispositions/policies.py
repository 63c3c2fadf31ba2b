"""Who may pass a commitment on within their organisation."""

from __future__ import annotations

from app.accounts.models import Person
from app.dispositions.policies import givers, may_give
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("disposition:give-commitment", Commitment, hidden_unless=read_commitment, held_by=givers)
def give_commitment(user: Person, commitment: Commitment) -> bool:
    """The responsible person, contacts of a party, and whom it was passed on to; only within their organisation."""
    return may_give(user, commitment)

"""Policies of watching."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("commitment:watch", Commitment)
def watch_commitment(user: Person, commitment: Commitment) -> bool:
    """Everyone who may read the commitment."""
    return read_commitment(user, commitment)

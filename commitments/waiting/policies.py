"""Policies of waits."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.delivery.policies import deliver
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.waiting.models import Wait


@policy("wait:begin", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def begin_wait(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation, and coordinators; only for commitments that the user may read."""
    return deliver(user, commitment)


@policy("wait:read", Wait)
def read_wait(user: Person, wait: Wait) -> bool:
    """Everyone who may read both commitments."""
    return read_commitment(user, wait.commitment) and read_commitment(user, wait.awaited)


@policy("wait:end", Wait, hidden_unless=read_wait, opened_by=("coordinator",))
def end_wait(user: Person, wait: Wait) -> bool:
    """The responsible organisation of the commitment that waits, and coordinators."""
    return deliver(user, wait.commitment)

"""Who may read and record barriers, and who acts on them."""

from __future__ import annotations

from alignment.barriers import queries
from alignment.barriers.models import Barrier
from alignment.roles.policies import leads
from app.accounts.models import Person
from app.circles.queries import has_place, knows
from app.clock import today
from app.web.policies import loads, policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment

loads("barrier_id", Barrier)(queries.for_act)


@policy("barriers:list")
def list_barriers(user: Person) -> bool:
    """Everyone who is signed in; the list has the barriers of no circle, and of circles they may know of."""
    return user.is_active


@policy("barriers:enter", opened_by=("coordinator",))
def enter_barrier(user: Person) -> bool:
    """Coordinators; others record a barrier from a commitment that is blocked."""
    return user.is_coordinator


@policy("commitment:raise-barrier", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def raise_barrier(user: Person, commitment: Commitment) -> bool:
    """Those who may know of the circle: coordinators, those who lead it, and the responsible organisation."""
    if not knows(user, commitment.circle, today()):
        return False
    return user.organisation_id == commitment.responsible_id or leads(user, commitment.circle)


@policy("barrier:read", Barrier)
def read_barrier(user: Person, barrier: Barrier) -> bool:
    """Everyone who is signed in; those alone who may know of its circle, if it has one."""
    return barrier.circle is None or knows(user, barrier.circle, today())


@policy("barrier:write", Barrier, hidden_unless=read_barrier, opened_by=("coordinator",))
def write_barrier(user: Person, barrier: Barrier) -> bool:
    """Coordinators, and those who lead its circle."""
    return user.is_coordinator if barrier.circle is None else leads(user, barrier.circle)


@policy("barrier:resolve", Barrier, hidden_unless=read_barrier, opened_by=("coordinator",))
def resolve_barrier(user: Person, barrier: Barrier) -> bool:
    """Coordinators, those who lead its circle, and the organisation that can remove it."""
    return barrier.owner_id == user.organisation_id or write_barrier(user, barrier)


@policy("barrier:propose", Barrier, hidden_unless=read_barrier, opened_by=("coordinator",))
def propose_barrier(user: Person, barrier: Barrier) -> bool:
    """Those who may resolve it, and members of its circle; the agenda says to which sessions they may propose."""
    if resolve_barrier(user, barrier):
        return True
    return barrier.circle is not None and has_place(user, barrier.circle, today())


@policy("barrier:direct", Barrier, hidden_unless=read_barrier, opened_by=("leadership",))
def direct_barrier(user: Person, barrier: Barrier) -> bool:
    """Leadership."""
    return user.is_leadership

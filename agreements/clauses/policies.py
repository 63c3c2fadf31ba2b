"""Policies of clauses, obligations and rights: those who may change the agreement may change them."""

from __future__ import annotations

from agreements.clauses import queries
from agreements.clauses.models import Clause, Obligation, Right
from agreements.registry.policies import change_agreement, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("clause_id", Clause)(queries.clause_with_agreement)
loads("obligation_id", Obligation)(queries.obligation_with_agreement)
loads("right_id", Right)(queries.right_with_agreement)


@policy("clause:read", Clause)
def read_clause(user: Person, clause: Clause) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, clause.agreement)


@policy("clause:change", Clause, hidden_unless=read_clause, opened_by=("coordinator",))
def change_clause(user: Person, clause: Clause) -> bool:
    """Coordinators who may read all of the agreement."""
    return change_agreement(user, clause.agreement)


@policy("obligation:read", Obligation)
def read_obligation(user: Person, obligation: Obligation) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, obligation.clause.agreement)


@policy("obligation:change", Obligation, hidden_unless=read_obligation, opened_by=("coordinator",))
def change_obligation(user: Person, obligation: Obligation) -> bool:
    """Coordinators who may read all of the agreement."""
    return change_agreement(user, obligation.clause.agreement)


@policy("right:read", Right)
def read_right(user: Person, right: Right) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, right.clause.agreement)


@policy("right:change", Right, hidden_unless=read_right, opened_by=("coordinator",))
def change_right(user: Person, right: Right) -> bool:
    """Coordinators who may read all of the agreement."""
    return change_agreement(user, right.clause.agreement)

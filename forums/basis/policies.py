"""Policies of the bases of forums."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.basis import queries
from forums.basis.models import Basis
from forums.scheduling.policies import change_forum, read_forum, read_people

loads("basis_id", Basis)(queries.basis_for_act)


@policy("basis:read", Basis)
def read_basis(user: Person, basis: Basis) -> bool:
    """Those who may read the forum."""
    return read_forum(user, basis.forum)


@policy("basis:read_file", Basis, hidden_unless=read_basis, opened_by=("coordinator",))
def read_file(user: Person, basis: Basis) -> bool:
    """Those who may read the participants of the forum: the signed document names people."""
    return read_people(user, basis.forum)


@policy("basis:change", Basis, hidden_unless=read_basis, opened_by=("coordinator",))
def change_basis(user: Person, basis: Basis) -> bool:
    """Those who may change the forum: coordinators, the chair and facilitators."""
    return change_forum(user, basis.forum)

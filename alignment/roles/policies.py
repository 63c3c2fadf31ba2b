"""Who may read, write and fill in role matrices."""

from __future__ import annotations

from typing import Any

from agreements.registry.models import Agreement
from alignment.roles import queries
from alignment.roles.models import RoleActivity, RoleMatrix
from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import has_place, knows, sits_in, stewards
from app.clock import today
from app.organisations.queries import those_with_accounts
from app.web.policies import loads, policy
from forums.scheduling.models import Forum

loads("role_matrix_id", RoleMatrix)(queries.for_act)
loads("role_activity_id", RoleActivity)(queries.activity_for_act)


@policy("roles:list")
def list_matrices(user: Person) -> bool:
    """Everyone who is signed in; the list has the matrices of the circles of which they may know."""
    return user.is_active


@policy("forum:roles", Forum)
def read_forum_roles(user: Person, forum: Forum) -> bool:
    """Those who may know of what belongs to the forum."""
    return knows(user, forum.circle, today())


@policy("forum:begin-roles", Forum, hidden_unless=read_forum_roles, opened_by=("coordinator",))
def begin_forum_roles(user: Person, forum: Forum) -> bool:
    """Coordinators who may know of it, and the chair and facilitators."""
    return leads(user, forum.circle)


@policy("agreement:roles", Agreement)
def read_agreement_roles(user: Person, agreement: Agreement) -> bool:
    """Those who may read all of the agreement."""
    return knows(user, agreement.circle, today())


@policy("agreement:begin-roles", Agreement, hidden_unless=read_agreement_roles, opened_by=("coordinator",))
def begin_agreement_roles(user: Person, agreement: Agreement) -> bool:
    """Coordinators who may know of it."""
    return leads(user, agreement.circle)


@policy("roles:read", RoleMatrix)
def read_matrix(user: Person, role_matrix: RoleMatrix) -> bool:
    """Those who may know of what belongs to the circle."""
    return knows(user, role_matrix.circle, today())


@policy("roles:write", RoleMatrix, hidden_unless=read_matrix, opened_by=("coordinator",))
def write_matrix(user: Person, role_matrix: RoleMatrix) -> bool:
    """Coordinators who may know of it, and the chair and facilitators of the forum."""
    return leads(user, role_matrix.circle)


def members_of(reader: Person, role_matrix: RoleMatrix) -> list[tuple[Person, Any]]:
    """Return the people of the organisations with a voting seat."""
    seated = queries.members(role_matrix.circle_id, today())
    return [(one, member.label) for member in seated for one in those_with_accounts(member.id)]


@policy("roles:fill", RoleMatrix, hidden_unless=read_matrix, held_by=members_of)
def fill_matrix(user: Person, role_matrix: RoleMatrix) -> bool:
    """Members of an organisation with a voting seat, who belong to the circle: they speak for their organisation."""
    day = today()
    seated = sits_in(user.organisation_id, role_matrix.circle_id, day, voting=True)
    return seated and has_place(user, role_matrix.circle, day)


@policy("role_activity:read", RoleActivity)
def read_activity(user: Person, role_activity: RoleActivity) -> bool:
    """Those who may read the matrix."""
    return read_matrix(user, role_activity.matrix)


@policy("role_activity:propose", RoleActivity, hidden_unless=read_activity, opened_by=("coordinator",))
def propose_activity(user: Person, role_activity: RoleActivity) -> bool:
    """Those who fill in or write the matrix; the agenda then says to which sessions they may propose."""
    return fill_matrix(user, role_activity.matrix) or leads(user, role_activity.matrix.circle)


@policy("role_activity:settle", RoleActivity, hidden_unless=read_activity, opened_by=("coordinator",))
def settle_activity(user: Person, role_activity: RoleActivity) -> bool:
    """Those who write the matrix."""
    return leads(user, role_activity.matrix.circle)


def leads(user: Person, circle: Circle) -> bool:
    """Whether a person writes the role matrix of a circle."""
    if user.is_coordinator:
        return knows(user, circle, today())
    return bool(set(queries.LEADING) & stewards(user.id, circle.id))

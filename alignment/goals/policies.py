"""Who may read, write, acknowledge and mediate shared goals."""

from __future__ import annotations

from typing import Any

from agreements.registry.models import Agreement
from alignment.goals import queries
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.roles.policies import leads
from alignment.roles.queries import members
from app.accounts.models import Person
from app.circles.queries import has_place, knows, sits_in
from app.clock import today
from app.organisations.queries import those_with_accounts
from app.web.policies import loads, policy
from forums.scheduling.models import Forum

loads("shared_goal_id", SharedGoal)(queries.for_act)
loads("goal_difference_id", GoalDifference)(queries.difference_for_act)


@policy("goals:list")
def list_goals(user: Person) -> bool:
    """Everyone who is signed in; the lists have what belongs to the circles of which they may know."""
    return user.is_active


@policy("forum:goal", Forum)
def read_forum_goal(user: Person, forum: Forum) -> bool:
    """Those who may know of what belongs to the forum."""
    return knows(user, forum.circle, today())


@policy("forum:begin-goal", Forum, hidden_unless=read_forum_goal, opened_by=("coordinator",))
def begin_forum_goal(user: Person, forum: Forum) -> bool:
    """Coordinators who may know of it, and the chair and facilitators."""
    return leads(user, forum.circle)


@policy("agreement:goal", Agreement)
def read_agreement_goal(user: Person, agreement: Agreement) -> bool:
    """Those who may read all of the agreement."""
    return knows(user, agreement.circle, today())


@policy("agreement:begin-goal", Agreement, hidden_unless=read_agreement_goal, opened_by=("coordinator",))
def begin_agreement_goal(user: Person, agreement: Agreement) -> bool:
    """Coordinators who may know of it."""
    return leads(user, agreement.circle)


@policy("goal:read", SharedGoal)
def read_goal(user: Person, shared_goal: SharedGoal) -> bool:
    """Those who may know of what belongs to the circle."""
    return knows(user, shared_goal.circle, today())


@policy("goal:write", SharedGoal, hidden_unless=read_goal, opened_by=("coordinator",))
def write_goal(user: Person, shared_goal: SharedGoal) -> bool:
    """Coordinators who may know of it, and the chair and facilitators of the forum."""
    return leads(user, shared_goal.circle)


def members_of(reader: Person, shared_goal: SharedGoal) -> list[tuple[Person, Any]]:
    """Return the people of the organisations with a voting seat."""
    seated = members(shared_goal.circle_id, today())
    return [(one, party.label) for party in seated for one in those_with_accounts(party.id)]


@policy("goal:answer", SharedGoal, hidden_unless=read_goal, held_by=members_of)
def answer_goal(user: Person, shared_goal: SharedGoal) -> bool:
    """Members of an organisation with a voting seat, who belong to the circle: they speak for their organisation."""
    day = today()
    seated = sits_in(user.organisation_id, shared_goal.circle_id, day, voting=True)
    return seated and has_place(user, shared_goal.circle, day)


def reads_mediation(user: Person, shared_goal: SharedGoal) -> bool:
    """Whether a person reads what is recorded of a mediation: members of the circle, and those who lead it."""
    return has_place(user, shared_goal.circle, today()) or leads(user, shared_goal.circle)


def members_about(reader: Person, goal_difference: GoalDifference) -> list[tuple[Person, Any]]:
    """Return the people of the organisations with a voting seat."""
    return members_of(reader, goal_difference.goal)


@policy("goal_difference:read", GoalDifference)
def read_difference(user: Person, goal_difference: GoalDifference) -> bool:
    """Those who may read the goal."""
    return read_goal(user, goal_difference.goal)


@policy("goal_difference:respond", GoalDifference, hidden_unless=read_difference, held_by=members_about)
def respond(user: Person, goal_difference: GoalDifference) -> bool:
    """Those who speak for an organisation with a voting seat."""
    return answer_goal(user, goal_difference.goal)


@policy("goal_difference:mediate", GoalDifference, hidden_unless=read_difference, opened_by=("coordinator",))
def mediate(user: Person, goal_difference: GoalDifference) -> bool:
    """Coordinators who may know of it; the chair and facilitators unless their own organisation differs."""
    own = user.organisation_id == goal_difference.organisation_id
    return leads(user, goal_difference.goal.circle) and (user.is_coordinator or not own)


@policy("goal_difference:suggest", GoalDifference, hidden_unless=read_difference, held_by=members_about)
def suggest(user: Person, goal_difference: GoalDifference) -> bool:
    """Those who speak for an organisation with a voting seat, and those who mediate."""
    return respond(user, goal_difference) or mediate(user, goal_difference)

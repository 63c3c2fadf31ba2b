"""Role matrices and shared goals of the world."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from alignment.goals.models import (
    GoalDifference,
    GoalInterest,
    GoalOption,
    GoalResponse,
    GoalStance,
    GoalVersion,
    SharedGoal,
)
from alignment.goals.rules import Part
from alignment.roles.models import (
    RoleActivity,
    RoleAssignment,
    RoleConsent,
    RoleMatrix,
    RoleVersion,
    RoleView,
)
from alignment.roles.rules import Role
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db
from tests.factories.forums import MADE

if TYPE_CHECKING:
    from tests.support.world.world import World


def add_role_matrix(world: World, name: str) -> None:
    """Add the matrix of a forum, with the view of the participant's organisation and its objection."""
    circle = db.session.get_one(Circle, world.objects["Circle"][name]["id"])
    person = world.people["participant"]
    matrix, activity = role_matrix(world, circle, person)
    world.keep(name, matrix)
    world.keep(name, activity)


def role_matrix(world: World, circle: Circle, person: Person) -> tuple[RoleMatrix, RoleActivity]:
    """Add a matrix with one activity, whose texts are those of `person` and of their organisation."""
    matrix = RoleMatrix(circle=circle, number=1, asked_at=MADE, fill_until=date(2026, 11, 20), created_at=MADE)
    matrix.created_by_id = person.id
    world.add(matrix)
    own, roles = person.organisation_id, {str(person.organisation_id): Role.ACCOUNTABLE.value}
    activity = RoleActivity(matrix_id=matrix.id, position=1, text="Memeriksa mutu data")
    world.add(activity)
    world.add(RoleAssignment(activity_id=activity.id, organisation_id=own, role=Role.ACCOUNTABLE))
    view = RoleView(activity_id=activity.id, organisation_id=own, roles=roles, words="Pemilik data", at=MADE)
    view.by_id = person.id
    world.add(view)
    content = [{"text": activity.text, "roles": roles}]
    version = RoleVersion(matrix_id=matrix.id, number=1, content=content, note="Pertama", at=MADE, by_id=person.id)
    world.add(version)
    said = RoleConsent(version_id=version.id, organisation_id=own, agrees=False, words="Belum tepat", at=MADE)
    said.by_id = person.id
    world.add(said)
    return matrix, activity


def add_shared_goal(world: World, name: str) -> None:
    """Add the goal of a forum, about which the participant's organisation differs."""
    circle = db.session.get_one(Circle, world.objects["Circle"][name]["id"])
    goal, difference = shared_goal(world, circle, world.people["participant"])
    world.keep(name, goal)
    world.keep(name, difference)


def shared_goal(world: World, circle: Circle, person: Person) -> tuple[SharedGoal, GoalDifference]:
    """Add a goal of two versions about which the organisation of `person` differs, with an option."""
    goal = SharedGoal(circle_id=circle.id, number=2, created_at=MADE, created_by_id=person.id)
    world.add(goal)
    said = {"organisation_id": person.organisation_id, "by_id": person.id, "at": MADE}
    for number in (1, 2):
        version = GoalVersion(goal_id=goal.id, number=number, goal="Satu pintu", problem="Terpisah", reason="Pertama")
        version.principles, version.priorities = "Sumber disebut", "Izin usaha mikro"
        version.by_id, version.at = person.id, MADE
        world.add(version)
    world.add(GoalInterest(goal_id=goal.id, interest="Kepastian", benefit="Rujukan", **said))
    world.add(GoalStance(version_id=version.id, acknowledges=False, part=Part.PROBLEM, **said))
    difference = GoalDifference(goal_id=goal.id, number=2, part=Part.PROBLEM, holds="Hak pakai", words="Belum jelas")
    difference.organisation_id, difference.opened_by_id, difference.opened_at = person.organisation_id, person.id, MADE
    difference.positions, difference.interests = "Tambahkan hak pakai", "Kepastian"
    difference.positions_at = difference.interests_at = MADE
    world.add(difference)
    world.add(GoalOption(difference_id=difference.id, number=1, text="Satu kalimat", by_id=person.id, at=MADE))
    world.add(GoalResponse(difference_id=difference.id, supported=[1], words="Minta contoh", **said))
    return goal, difference

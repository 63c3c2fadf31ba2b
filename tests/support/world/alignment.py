"""Role matrices of the world, competences, and trainings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from alignment.capacity.models import Competence, CompetenceLevel, CompetenceRound, Training, TrainingEvaluation
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


def add_capacity(world: World) -> None:
    """Add a competence, the level of the participant's organisation in it, and a round of asking for levels."""
    person = world.people["coordinator"]
    competence = Competence(name="Integrasi API", position=1, created_at=MADE, created_by_id=person.id)
    world.keep("competence", world.add(competence))
    own = {"organisation_id": world.people["participant"].organisation_id, "competence_id": competence.id}
    world.add(CompetenceLevel(number=1, needed=3, held=1, source="Telepon", by_id=person.id, at=MADE, **own))
    world.add(CompetenceRound(at=MADE, by_id=person.id, asked=1))


def training(world: World, session_id: UUID) -> Training:
    """Add a training in a session, with the evaluation of the participant."""
    person = world.people["participant"]
    made = Training(session_id=session_id, competence_id=world.only("Competence"), seats=20)
    made.planned_by_id, made.planned_at = person.id, MADE
    world.add(made)
    world.add(
        TrainingEvaluation(training_id=made.id, person_id=person.id, score=4, words="Lebih banyak praktik", at=MADE)
    )
    return made


def add_training(world: World, name: str) -> None:
    """Add the training of a session of a forum."""
    world.keep(name, training(world, world.objects["Session"][name]["id"]))

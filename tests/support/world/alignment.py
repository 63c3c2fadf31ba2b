"""What the world has of alignment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select

from alignment.barriers.models import Barrier, BarrierEffect
from alignment.capacity.models import Competence, CompetenceLevel, CompetenceRound, Training, TrainingEvaluation
from alignment.five_c.models import Synopsis
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
from alignment.services.models import DataExchange, RoadmapStep, service_circles, service_commitments
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from forums.attendance.models import Attendance, Presence
from forums.scheduling.models import Participant, Session
from tests.factories import ServiceFactory
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
    synopsis(world, circle, person)


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


def add_barrier(world: World, name: str) -> None:
    """Add a barrier of a forum that the organisation of the participant can remove."""
    circle = db.session.get_one(Circle, world.objects["Circle"][name]["id"])
    commitment = db.session.get_one(Commitment, world.objects["Commitment"][name]["id"])
    made, effect = barrier(world, circle, world.people["participant"], commitment)
    world.keep(name, made, effect_id=effect.id)


def barrier(world: World, circle: Circle, person: Person, commitment: Commitment) -> tuple[Barrier, BarrierEffect]:
    """Add a barrier of a circle that hinders a commitment."""
    made = Barrier(kind=BlockerKind.SYSTEM, title="Antarmuka belum terbuka", circle=circle, owner=person.organisation)
    made.since, made.raised_at, made.raised_by_id = date(2026, 9, 4), MADE, person.id
    made.text, made.owner_office, made.resolution = "", "", ""
    world.add(made)
    effect = world.add(BarrierEffect(barrier_id=made.id, commitment_id=commitment.id, since=made.since, part=""))
    return made, effect


def synopsis(world: World, circle: Circle, person: Person) -> Synopsis:
    """Add the sentence of a circle and a directive that is wanted."""
    written = Synopsis(circle=circle, sentence="Forumnya ada", wanted="Menetapkan pemilik data", by=person, at=MADE)
    world.add(written)
    return written


def add_service(world: World, name: str) -> None:
    """Add a service of the participant's organisation, which belongs to a circle and which its commitment serves."""
    service(world, name, world.objects["Circle"][name]["id"], world.objects["Commitment"][name]["id"])


def service(world: World, name: str, circle_id: UUID, commitment_id: UUID) -> None:
    """Add a service with an exchange and a step, linked with a circle and with a commitment of it."""
    owner = world.people["participant"].organisation
    made = world.keep(name, ServiceFactory(name=f"Layanan {name}", owner=owner))
    city = world.people["coordinator"].organisation_id
    exchange = DataExchange(service_id=made.id, giver_id=owner.id, receiver_id=city, what="Berkas izin")
    exchange.how_often, exchange.both_ways, exchange.flows = "tiap permohonan", False, False
    world.keep(name, world.add(exchange))
    step = RoadmapStep(service_id=made.id, text="Uji coba daring", begins=date(2026, 10, 1), ends=date(2027, 1, 1))
    step.waits_for_id, step.commitment_id = city, commitment_id
    world.keep(name, world.add(step))
    db.session.execute(insert(service_circles).values(service_id=made.id, circle_id=circle_id))
    db.session.execute(insert(service_commitments).values(service_id=made.id, commitment_id=commitment_id))


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


def add_capacity(world: World) -> None:
    """Add a competence, the level of the participant's organisation in it, and a round of asking for levels."""
    person = world.people["coordinator"]
    competence = Competence(name="Integrasi API", position=1, created_at=MADE, created_by_id=person.id)
    world.keep("usable", world.add(competence))
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
    """Add the training of a session of a forum; in the secret one it was held, and the participant came."""
    held = "secret approved" if name == "secret" else name
    session_id, person = world.objects["Session"][held]["id"], world.people["participant"]
    world.keep(name, training(world, session_id))
    if name == "secret":
        query = select(Participant).join(Session, Session.forum_id == Participant.forum_id)
        member = db.session.scalars(query.where(Session.id == session_id, Participant.person_id == person.id)).one()
        row = Attendance(session_id=session_id, seat_id=member.seat_id, participant_id=member.id)
        row.presence, row.recorded_by_id, row.recorded_at = Presence.PRESENT, person.id, MADE
        world.add(row)

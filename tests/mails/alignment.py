"""Produces the mails of alignment."""

from datetime import timedelta

from sqlalchemy import select

from alignment.barriers import actions as barriers
from alignment.barriers.actions import Entry
from alignment.capacity import actions as capacity
from alignment.capacity import notices
from alignment.capacity.actions import Filled
from alignment.capacity.models import Competence
from alignment.goals import actions as goals
from alignment.goals.actions import Objection, Texts
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.goals.rules import Part
from alignment.roles import actions
from alignment.roles.actions import Row
from alignment.roles.models import RoleMatrix
from alignment.roles.rules import Role
from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from commitments.blockers.models import BlockerKind
from forums.attendance.models import Attendance, Presence
from tests.factories import TrainingFactory
from tests.mails.stage import Stage, produces


def _matrix(it: Stage) -> RoleMatrix:
    """Return the matrix of the room's forum; the partner speaks for a party."""
    room = it.room
    db.session.add(Contact(organisation=room.partner.organisation, role=ContactRole.HEAD, person=room.partner))
    matrix = actions.begin(room.forum.circle, None, by=room.coordinator, at=utc_now())
    rows = [Row(id=None, text="Memeriksa mutu data", roles={room.partner.organisation_id: Role.ACCOUNTABLE})]
    actions.write(matrix, rows, version=str(matrix.version), by=room.coordinator, at=utc_now())
    return matrix


def _circulated(it: Stage) -> RoleMatrix:
    matrix = _matrix(it)
    version = str(matrix.version)
    actions.circulate(matrix, note="Pertama", version=version, by=it.room.coordinator, at=utc_now())
    return matrix


@produces("alignment/roles/asked")
def asked(it: Stage) -> Person:
    matrix = _matrix(it)
    actions.ask(matrix, until=today() + timedelta(days=5), by=it.room.coordinator, at=utc_now())
    return it.room.partner


@produces("alignment/roles/circulated")
def circulated(it: Stage) -> Person:
    _circulated(it)
    return it.room.partner


@produces("alignment/roles/objected")
def objected(it: Stage) -> Person:
    matrix = _circulated(it)
    actions.consent(matrix, agrees=False, words="Belum tepat", number=1, by=it.room.partner, at=utc_now())
    return db.session.scalars(select(Person).where(Person.id == it.room.chair.id)).one()


@produces("alignment/barriers/head_told")
def barrier_told(it: Stage) -> Person:
    room = it.room
    db.session.add(Contact(organisation=room.partner.organisation, role=ContactRole.HEAD, person=room.partner))
    told = {"title": "Antarmuka antrean belum terbuka", "text": "Pengguna mengantre dua kali.", "since": today()}
    entry = Entry(kind=BlockerKind.SYSTEM, owner=room.partner.organisation, **told)
    barrier = barriers.enter(entry, room.forum.circle, by=room.coordinator, at=utc_now())
    db.session.flush()
    barriers.tell_head(barrier, by=room.coordinator, at=utc_now())
    return room.partner


def _goal(it: Stage) -> SharedGoal:
    """Return the goal of the room's forum; the partner speaks for a party."""
    room = it.room
    db.session.add(Contact(organisation=room.partner.organisation, role=ContactRole.HEAD, person=room.partner))
    db.session.flush()
    return goals.begin(room.forum.circle, Texts(goal="Satu pintu layanan"), by=room.coordinator, at=utc_now())


def _difference(it: Stage) -> GoalDifference:
    objection = Objection(part=Part.PROBLEM, holds="Hak pakai data", words="Belum jelas")
    found = goals.answer(_goal(it), objection, number=1, by=it.room.partner, at=utc_now())
    assert found is not None
    db.session.refresh(found, ["organisation"])
    return found


@produces("alignment/goals/asked")
def goal_asked(it: Stage) -> Person:
    _goal(it)
    return it.room.partner


@produces("alignment/goals/differs")
def goal_differs(it: Stage) -> Person:
    _difference(it)
    return db.session.scalars(select(Person).where(Person.id == it.room.chair.id)).one()


@produces("alignment/goals/respond")
def goal_respond(it: Stage) -> Person:
    difference = _difference(it)
    goals.add_option(difference, "Satu kalimat", by=it.room.coordinator, at=utc_now(), mediates=True)
    goals.ask_for_responses(difference, until=today() + timedelta(days=5), by=it.room.coordinator, at=utc_now())
    return it.room.partner


@produces("alignment/goals/ended")
def goal_ended(it: Stage) -> Person:
    goals.keep(_difference(it), "Dibahas setelah uji coba", by=it.room.coordinator, at=utc_now())
    return it.room.partner


def _competence(it: Stage) -> Competence:
    """Return a competence; the partner is the focal point of their organisation."""
    db.session.add(
        Contact(organisation=it.room.partner.organisation, role=ContactRole.FOCAL_POINT, person=it.room.partner)
    )
    return capacity.add_competence("Integrasi API", None, by=it.room.coordinator, at=utc_now())


@produces("alignment/capacity/asked")
def levels_asked(it: Stage) -> Person:
    _competence(it)
    capacity.ask(by=it.room.coordinator, at=utc_now())
    return it.room.partner


@produces("alignment/capacity/recorded")
def levels_recorded(it: Stage) -> Person:
    rows = [Filled(_competence(it).id, 3, 1)]
    told = {"seen": None, "source": "Telepon narahubung", "by": it.room.coordinator, "at": utc_now()}
    capacity.fill(it.room.partner.organisation, rows, **told)
    return it.room.partner


@produces("alignment/capacity/held")
def training_held(it: Stage) -> Person:
    room = it.room
    training = TrainingFactory(session=room.session, competence=_competence(it))
    own = room.participants["partner"]
    row = Attendance(session_id=room.session.id, seat_id=own.seat_id, participant_id=own.id)
    row.presence, row.recorded_by_id, row.recorded_at = Presence.PRESENT, room.taker.id, utc_now()
    db.session.add(row)
    room.hold()
    notices.held(training)
    return room.partner

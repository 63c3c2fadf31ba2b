"""Produces the mails of alignment."""

from datetime import timedelta

from sqlalchemy import select

from alignment.capacity import actions as capacity
from alignment.capacity import notices
from alignment.capacity.actions import Filled
from alignment.capacity.models import Competence
from alignment.roles import actions
from alignment.roles.actions import Row
from alignment.roles.models import RoleMatrix
from alignment.roles.rules import Role
from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
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

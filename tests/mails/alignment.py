"""Produces the mails of alignment."""

from datetime import timedelta

from sqlalchemy import select

from alignment.barriers import actions as barriers
from alignment.barriers.actions import Entry
from alignment.roles import actions
from alignment.roles.actions import Row
from alignment.roles.models import RoleMatrix
from alignment.roles.rules import Role
from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from commitments.blockers.models import BlockerKind
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

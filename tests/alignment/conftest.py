"""A forum of two organisations whose roles are to be settled, and a shared goal about which one of them differs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alignment.goals.models import GoalDifference, SharedGoal
from alignment.roles.models import RoleMatrix
from app.circles.models import Seat
from app.clock import utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, SessionFactory
from tests.forums.room import room

R, G = "alignment.roles", "alignment.goals"
TEXT = {"goal": "Satu pintu layanan", "problem": "Layanan terpisah", "principles": "Sumber disebut"}
DIFFERS = {"number": "1", "answer": "problem", "holds": "Hak pakai belum jelas", "words": "Siapa boleh memakai apa?"}


@pytest.fixture
def table(app, clock):
    """A forum of two organisations with an open commitment, its matrix, and a planned session."""
    it = room()
    it.unit, it.firm = it.chair.organisation, it.partner.organisation
    for seat in db.session.scalars(select(Seat).where(Seat.circle_id == it.forum.circle_id)):
        seat.observer = seat.organisation_id not in {it.unit.id, it.firm.id}
    for person in (it.chair, it.partner):
        db.session.add(Contact(organisation=person.organisation, role=ContactRole.FOCAL_POINT, person=person))
    CommitmentFactory(
        circle=it.forum.circle,
        title="Memeriksa mutu data",
        responsible=it.firm,
        verifier=it.unit,
        delivery=Delivery.ACCEPTED,
    )
    it.next = SessionFactory(forum=it.forum, starts_at=utc_now() + timedelta(days=9), number=9999)
    return it


@pytest.fixture
def matrix(table, as_user):
    """`matrix()` is the matrix of the table, begun by the coordinator."""
    as_user(table.coordinator).post(f"{R}.begin_for_forum", slug=table.forum.slug)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(RoleMatrix)).one()

    return present


@pytest.fixture
def goal(table, as_user):
    """`goal()` is the goal of the table, written by the coordinator."""
    sent = TEXT | {"priorities": "1. Izin usaha mikro\n2. Kualitas udara"}
    as_user(table.coordinator).post(f"{G}.begin_for_forum", sent, slug=table.forum.slug)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(SharedGoal).where(SharedGoal.circle_id == table.forum.circle_id)).one()

    return present


@pytest.fixture
def difference(table, goal, as_user):
    """`difference()` is the one about which the firm differs."""
    as_user(table.partner).post(f"{G}.answer", DIFFERS, shared_goal_id=goal().id)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(GoalDifference)).one()

    return present

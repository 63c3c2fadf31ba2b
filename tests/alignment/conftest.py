"""A forum of two organisations whose roles are to be settled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alignment.roles.models import RoleMatrix
from app.circles.models import Seat
from app.clock import utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, SessionFactory
from tests.forums.room import room

R = "alignment.roles"


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
    it.next = SessionFactory(forum=it.forum, starts_at=utc_now() + timedelta(days=9), number=9_999)
    return it


@pytest.fixture
def matrix(table, as_user):
    """`matrix()` is the matrix of the table, begun by the coordinator."""
    as_user(table.coordinator).post(f"{R}.begin_for_forum", slug=table.forum.slug)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(RoleMatrix)).one()

    return present

"""A past day whose record changed for more objects since than a statement has parameters."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.circles.models import Seat
from app.database import db
from commitments.history.rules import State
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from forums.scheduling.models import Session, SessionState
from insights.indicators.then import Then
from tests.factories import CommitmentFactory, OrganisationFactory, SeatFactory, SessionFactory

pytestmark = pytest.mark.every_database
DAY, MANY = date(2026, 11, 20), 40_000


def state(delivery, due):
    return State(delivery=delivery, first_due=due, current_due=due)


def test_any_number_of_commitments_may_have_changed_since(app):
    changed, closed, same = (CommitmentFactory(first_due=date(2026, 12, 1)) for _number in range(3))
    former = OrganisationFactory()
    for one in (changed, closed, same):
        one.delivery = Delivery.IN_PROGRESS
    db.session.commit()
    others = [uuid4() for _number in range(MANY)]
    late = state(Delivery.IN_PROGRESS, date(2026, 11, 1))
    then = Then(DAY, states=dict.fromkeys(others, late), responsible=dict.fromkeys(others, former.id))
    then = replace(
        then,
        states={**then.states, changed.id: late, closed.id: state(Delivery.CLOSED, DAY)},
        responsible={**then.responsible, changed.id: former.id},
    )
    query = select(Commitment.id, then.due, then.responsible_id).where(then.is_open)
    assert set(db.session.execute(query)) == {
        (changed.id, late.current_due, former.id),
        (same.id, same.current_due, same.responsible_id),
    }
    for condition in (then.is_late, then.is_overdue, then.responsible_id == former.id):
        assert db.session.scalars(select(Commitment.id).where(condition)).all() == [changed.id]
    assert db.session.scalars(select(Commitment.id).where(then.is_blocked | then.is_submitted)).all() == []
    assert len(query.compile(db.engine).params) < 20


def test_any_number_of_sessions_may_have_changed_since(app):
    seat = SeatFactory()
    came, moved = (SessionFactory(state=SessionState.HELD) for _number in range(2))
    db.session.commit()
    others = [uuid4() for _number in range(MANY)]
    then = Then(
        DAY,
        sessions={**dict.fromkeys(others, True), moved.id: False},
        attendance={**{key: [seat.id] for key in others}, came.id: [seat.id], moved.id: []},
        recorded_since={*others, came.id, moved.id},
    )
    assert db.session.scalars(select(Session.id).where(then.is_held)).all() == [came.id]
    assert set(db.session.scalars(select(Session.id).where(then.is_recorded))) == {came.id, moved.id}
    query = select(Session.id, Seat.id).join(Seat, Seat.id == seat.id).where(then.came)
    assert db.session.execute(query).all() == [(came.id, seat.id)]

"""What organisations pass on to their successors: open barriers that they can remove and that follow no seat."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from alignment.barriers import actions, queries
from alignment.barriers.models import Barrier
from app.accounts.models import Person
from app.circles.queries import circles_of
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding


def _held(organisation: Organisation, reader: Person) -> Sequence[Barrier]:
    """Return those of circles in which the organisation has no seat, or of none; others follow its seat."""
    day = today()
    seated = circles_of(organisation.id, day)
    elsewhere = or_(Barrier.circle_id.is_(None), Barrier.circle_id.not_in(seated))
    query = select(Barrier).where(Barrier.owner_id == organisation.id, queries.is_open(), elsewhere)
    return db.session.scalars(query.where(queries.readable(reader, day)).order_by(Barrier.since, Barrier.id)).all()


BARRIERS = Holding(
    name="barriers",
    label=_l("Barriers that it can remove"),
    held=_held,
    line=lambda barrier: barrier.title,
    obstacle=lambda _barrier, _organisation, _successor: None,
    pass_on=lambda barrier, it: actions.pass_on(barrier, it.successor.id, by=it.by, at=it.at),
)

"""What organisations pass on to their successors: their seats in forums, with the people who sit there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import knows_of
from app.clock import today
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer
from app.web.i18n import plain_day
from forums.members import queries
from forums.members.succession import pass_seat_on
from forums.scheduling.models import Forum


def _held(organisation: Organisation, reader: Person) -> Sequence[Seat]:
    day = today()
    query = select(Seat).join(Forum, Forum.circle_id == Seat.circle_id).options(joinedload(Seat.circle))
    query = query.where(
        Seat.organisation_id == organisation.id,
        or_(Seat.until.is_(None), Seat.until >= day),
        knows_of(Seat.circle_id, reader, day),
    )
    return db.session.scalars(query.order_by(alphabetical(Forum.name), Seat.since, Seat.id)).all()


def _obstacle(seat: Seat, _organisation: Organisation, _successor: Organisation) -> Any:
    """Return that a session was held on this day, which keeps its seats."""
    forum = queries.forum_of(seat)
    held = queries.held_within(forum, today()) if forum else None
    if held is None:
        return None
    day = plain_day(held.starts_at, held.timezone)
    return _l("Session %(number)s was held on %(day)s and keeps its seats", number=held.number, day=day)


def _pass_on(seat: Seat, transfer: Transfer) -> None:
    forum = queries.forum_of(seat)
    assert forum is not None, "only seats of forums are held"
    pass_seat_on(forum, seat, transfer.successor, basis=transfer.basis, by=transfer.by, at=transfer.at)


SEATS = Holding(
    name="seats",
    label=_l("Seats in forums"),
    held=_held,
    line=lambda seat: seat.circle.name,
    obstacle=_obstacle,
    pass_on=_pass_on,
)

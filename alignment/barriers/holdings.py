"""What organisations pass on to their successors: open barriers of no circle that they can remove."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from alignment.barriers import queries
from alignment.barriers.models import Barrier
from app import audit
from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer


def _held(organisation: Organisation, _reader: Person) -> Sequence[Barrier]:
    """Return those of no circle; the others follow the seat of the organisation."""
    query = select(Barrier).where(Barrier.owner_id == organisation.id, Barrier.circle_id.is_(None), queries.is_open())
    return db.session.scalars(query.order_by(Barrier.since, Barrier.id)).all()


def _pass_on(barrier: Barrier, transfer: Transfer) -> None:
    barrier.owner_id = transfer.successor.id
    audit.record("barrier.owned", barrier, by=transfer.by, at=transfer.at, organisation=transfer.successor, office="")


BARRIERS = Holding(
    name="barriers",
    label=_l("Barriers that it can remove"),
    held=_held,
    line=lambda barrier: barrier.title,
    obstacle=lambda _barrier, _organisation, _successor: None,
    pass_on=_pass_on,
)

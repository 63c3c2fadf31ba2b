"""What organisations pass on to their successors: services, and their places in exchanges and steps of others."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from alignment.services import actions
from alignment.services.models import DataExchange, RoadmapStep, Service
from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer


def _held(organisation: Organisation, _reader: Person) -> Sequence[Service]:
    """Return the services that an organisation owns, or whose exchanges or steps name it."""
    gives, receives = DataExchange.giver_id == organisation.id, DataExchange.receiver_id == organisation.id
    exchanging = select(DataExchange.service_id).where(or_(gives, receives))
    awaited = select(RoadmapStep.service_id).where(RoadmapStep.waits_for_id == organisation.id)
    named = or_(Service.owner_id == organisation.id, Service.id.in_(exchanging), Service.id.in_(awaited))
    loaded = joinedload(Service.owner), selectinload(Service.exchanges), selectinload(Service.steps)
    return db.session.scalars(
        select(Service).where(named).options(*loaded).order_by(alphabetical(Service.name), Service.id)
    ).all()


def _pass_on(service: Service, transfer: Transfer) -> None:
    before, after = transfer.predecessor, transfer.successor
    actions.succeed(service, after, before=before, by=transfer.by, at=transfer.at)


SERVICES = Holding(
    name="services",
    label=_l("Services"),
    held=_held,
    line=lambda service: service.name,
    obstacle=lambda _service, _organisation, _successor: None,
    pass_on=_pass_on,
)

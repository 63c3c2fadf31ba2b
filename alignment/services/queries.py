"""Queries for services. Services are known to everyone; what hangs on them, to those who may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.services.models import (
    DataExchange,
    RoadmapStep,
    Service,
    ServiceStatus,
    service_circles,
    service_commitments,
)
from alignment.services.rules import Budget, Channel, Entry, Integration
from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.clock import local_date
from app.database import alphabetical, db
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.scheduling.models import Forum

T = TypeVar("T", BarrierEffect, DataExchange, RoadmapStep)

MOST_LINKED = 200
"""Maximum number of links of one kind that a page shows."""


class Line(NamedTuple):
    """A service in a list."""

    id: UUID
    name: str
    owner_id: UUID
    owner: str
    channel: Channel
    status: Integration
    status_since: date
    budget: Budget | None
    budget_year: int | None
    target: date | None
    archived_at: Any
    blocked: bool

    @property
    def is_open(self) -> bool:
        """Whether it is not integrated yet."""
        return self.status is not Integration.INTEGRATED

    @property
    def lacks_budget(self) -> bool:
        """Whether it is not integrated yet, and no source of funds is known."""
        return self.is_open and self.budget is None


COLUMNS = (
    Service.id,
    Service.name,
    Service.owner_id,
    Organisation.label,
    Service.channel,
    Service.status,
    Service.status_since,
    Service.budget,
    Service.budget_year,
    Service.target,
    Service.archived_at,
)


def for_act(service_id: UUID) -> Service | None:
    """Return a service with its organisation, exchanges and steps, or None."""
    exchange, step = selectinload(Service.exchanges), selectinload(Service.steps)
    loaded = (
        joinedload(Service.owner),
        exchange.joinedload(DataExchange.giver),
        exchange.joinedload(DataExchange.receiver),
        exchange.joinedload(DataExchange.regulation),
        step.joinedload(RoadmapStep.waits_for),
    )
    return db.session.get(Service, service_id, options=loaded)


def exchange_for_act(data_exchange_id: UUID) -> DataExchange | None:
    """Return an exchange with its service, or None."""
    loaded = joinedload(DataExchange.service).joinedload(Service.owner)
    return db.session.get(DataExchange, data_exchange_id, options=[loaded])


def step_for_act(roadmap_step_id: UUID) -> RoadmapStep | None:
    """Return a step with its service, or None."""
    loaded = joinedload(RoadmapStep.service).joinedload(Service.owner)
    return db.session.get(RoadmapStep, roadmap_step_id, options=[loaded])


def lock(service_id: UUID) -> None:
    """Let acts about the links of one service follow each other."""
    db.session.execute(select(Service.id).where(Service.id == service_id).with_for_update())


def knows_barrier(reader: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `reader` may know of a barrier: those with a circle, as that."""
    return or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, reader, today))


def is_blocked(reader: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that an open barrier hinders a service, of which `reader` may know."""
    effects = select(BarrierEffect.id).join(BarrierEffect.barrier).where(BarrierEffect.service_id == Service.id)
    return exists(effects.where(Barrier.resolved_on.is_(None), knows_barrier(reader, today)))


def lines(reader: Person, today: date, *conditions: ColumnElement[bool]) -> list[Line]:
    """Return services by organisation and name, archived ones too, in one statement."""
    query = select(*COLUMNS, is_blocked(reader, today)).join(Service.owner).where(*conditions)
    query = query.order_by(alphabetical(Organisation.name), alphabetical(Service.name), Service.id)
    return [Line._make(row) for row in db.session.execute(query)]


def entries(*conditions: ColumnElement[bool]) -> dict[UUID, Entry]:
    """Return the history of services, in one statement."""
    query = select(ServiceStatus.service_id, ServiceStatus.since, ServiceStatus.status, Service.archived_at)
    query = query.join(Service, Service.id == ServiceStatus.service_id).where(*conditions)
    found: dict[UUID, tuple[list[tuple[date, Integration]], date | None]] = {}
    for service_id, since, status, archived_at in db.session.execute(query.order_by(*IN_ORDER)):
        archived = local_date(archived_at) if archived_at else None
        found.setdefault(service_id, ([], archived))[0].append((since, status))
    return {service_id: Entry(*told) for service_id, told in found.items()}


IN_ORDER = (ServiceStatus.since, ServiceStatus.at, ServiceStatus.status == Service.status, ServiceStatus.id)
"""The order of statuses: of those that were recorded at the same instant, the present one is the last."""


def statuses(service_id: UUID) -> Sequence[Row[ServiceStatus, str]]:
    """Return the statuses of a service with the name of who recorded each, the latest first."""
    query = select(ServiceStatus, Person.name).join(Person, Person.id == ServiceStatus.by_id)
    query = query.join(Service, Service.id == ServiceStatus.service_id)
    query = query.where(ServiceStatus.service_id == service_id)
    return db.session.execute(query.order_by(*(column.desc() for column in IN_ORDER))).all()


def exchanges_of(service_ids: Collection[UUID]) -> dict[UUID, list[DataExchange]]:
    """Return the exchanges of services, by service."""
    query = select(DataExchange).where(DataExchange.service_id.in_(service_ids))
    query = query.options(joinedload(DataExchange.giver), joinedload(DataExchange.receiver))
    return _by_service(db.session.scalars(query.order_by(DataExchange.what, DataExchange.id)))


def steps_of(service_ids: Collection[UUID]) -> dict[UUID, list[RoadmapStep]]:
    """Return the steps of services, by service."""
    query = select(RoadmapStep).where(RoadmapStep.service_id.in_(service_ids))
    query = query.options(joinedload(RoadmapStep.waits_for))
    return _by_service(db.session.scalars(query.order_by(RoadmapStep.begins, RoadmapStep.ends, RoadmapStep.id)))


def effects_on(
    service_ids: Collection[UUID], reader: Person, today: date, *, still: bool = True
) -> dict[UUID, list[BarrierEffect]]:
    """Return what hinders services by barriers that `reader` may know of; with `still`, by open ones alone."""
    query = select(BarrierEffect).join(BarrierEffect.barrier)
    query = query.where(BarrierEffect.service_id.in_(service_ids), knows_barrier(reader, today))
    query = query.options(contains_eager(BarrierEffect.barrier).joinedload(Barrier.regulation))
    if still:
        query = query.where(Barrier.resolved_on.is_(None))
    return _by_service(db.session.scalars(query.order_by(Barrier.resolved_on.is_not(None), BarrierEffect.since)))


def _by_service(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for one in rows:
        if one.service_id is not None:
            found.setdefault(one.service_id, []).append(one)
    return found


def commitments_of(service_id: UUID, reader: Person, today: date) -> Sequence[Commitment]:
    """Return the linked commitments that `reader` may read, by due date."""
    query = select(Commitment).join(service_commitments, service_commitments.c.commitment_id == Commitment.id)
    query = query.where(service_commitments.c.service_id == service_id, visible_to(reader, today))
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(MOST_LINKED)).all()


class Place(NamedTuple):
    """A forum (`slug`) or an agreement (`agreement_id`) that a service is linked with."""

    name: str
    slug: str | None
    agreement_id: UUID | None


def places_of(service_id: UUID, reader: Person, today: date) -> list[Place]:
    """Return the linked forums and agreements of which `reader` may know, by name."""
    query = select(Circle.name, Forum.slug, Agreement.id)
    query = query.join(service_circles, service_circles.c.circle_id == Circle.id)
    query = query.outerjoin(Forum, Forum.circle_id == Circle.id).outerjoin(Agreement, Agreement.circle_id == Circle.id)
    query = query.where(service_circles.c.service_id == service_id, knows_of(Circle.id, reader, today))
    return [Place._make(row) for row in db.session.execute(query.order_by(alphabetical(Circle.name)))]


class Linked(NamedTuple):
    """A service beside something that it is linked with."""

    id: UUID
    name: str
    owner_id: UUID
    owner: str
    status: Integration
    linked: bool


def beside_commitment(commitment_id: UUID, own: UUID | None) -> list[Linked]:
    """Return the services that a commitment serves, and those of the organisation `own`, in one statement."""
    table = service_commitments
    link = and_(table.c.service_id == Service.id, table.c.commitment_id == commitment_id)
    return _linked(select().select_from(Service).outerjoin(table, link), table.c.commitment_id, own)


def beside_circle(circle_id: UUID) -> list[Linked]:
    """Return the services that are linked with a forum or agreement."""
    table = service_circles
    link = and_(table.c.service_id == Service.id, table.c.circle_id == circle_id)
    return _linked(select().select_from(Service).join(table, link), table.c.circle_id, None)


def beside_known_circle(circle_id: UUID, reader: Person, today: date) -> list[Linked]:
    """Return the same, or none if `reader` may not know of what belongs to the circle, in one statement."""
    table = service_circles
    link = and_(table.c.service_id == Service.id, table.c.circle_id == circle_id)
    query = select().select_from(Service).join(table, link).where(knows_of(table.c.circle_id, reader, today))
    return _linked(query, table.c.circle_id, None)


def _linked(query: Select[Any], link: Any, own: UUID | None) -> list[Linked]:
    query = query.join(Organisation, Organisation.id == Service.owner_id).where(Service.archived_at.is_(None))
    shown = link.is_not(None) if own is None else or_(link.is_not(None), Service.owner_id == own)
    columns = (Service.id, Service.name, Service.owner_id, Organisation.label, Service.status, link.is_not(None))
    query = query.with_only_columns(*columns, maintain_column_froms=True).where(shown)
    return [Linked._make(row) for row in db.session.execute(query.order_by(alphabetical(Service.name), Service.id))]


def owns_some(organisation_id: UUID) -> bool:
    """Whether an organisation has a service in the register."""
    query = select(Service.id).where(Service.owner_id == organisation_id, Service.archived_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def choices(person: Person) -> list[tuple[str, str]]:
    """Return (id, name with organisation) of the services that `person` may write, by name."""
    query = select(Service.id, Service.name, Organisation.label).join(Service.owner)
    query = query.where(Service.archived_at.is_(None))
    if not person.is_coordinator:
        query = query.where(Service.owner_id == person.organisation_id)
    found = db.session.execute(query.order_by(alphabetical(Service.name), Service.id))
    return [(str(service_id), f"{name} · {owner}") for service_id, name, owner in found]

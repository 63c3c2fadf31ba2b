"""Actions: enter and change services, their status, exchanges and steps, and link them with what serves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from agreements.registry.models import Agreement
from alignment.services import queries
from alignment.services.models import (
    DataExchange,
    RoadmapStep,
    Service,
    ServiceStatus,
    service_circles,
    service_commitments,
)
from alignment.services.rules import Budget, Channel, Integration, Quarter
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from forums.scheduling.models import Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetails:
    """What is written of a service besides its status."""

    name: str
    owner_id: UUID
    channel: Channel
    budget: Budget | None = None
    budget_year: int | None = None
    target: Quarter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeDetails:
    """What is written of a data exchange."""

    giver_id: UUID
    receiver_id: UUID
    what: str
    how_often: str
    both_ways: bool = False
    flows: bool = False
    basis: str = ""
    regulation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetails:
    """What is written of a step of the roadmap."""

    text: str
    begins: Quarter
    ends: Quarter
    waits_for_id: UUID | None = None
    commitment_id: UUID | None = None


def enter(details: ServiceDetails, status: Integration, *, since: date, by: Person, at: datetime) -> Service:
    """Enter a service with the status that it has since a day.

    Raises RuleViolation for a day in the future, or for an organisation that is not the own one of `by`, who is no
    coordinator.
    """
    _require_day(since, at)
    service = Service(status=status, status_since=since, created_at=at, created_by_id=by.id)
    _set(service, details, by)
    service.exchanges, service.steps = [], []
    db.session.add(service)
    db.session.flush()
    db.session.add(ServiceStatus(service_id=service.id, status=status, since=since, by_id=by.id, at=at))
    audit.record("service.entered", service, by=by, at=at, service=service.name, status=status)
    return service


def change(service: Service, details: ServiceDetails, *, version: str | None, by: Person, at: datetime) -> None:
    """Change what is written of a service. Raises Conflict if `version` is stale, RuleViolation as `enter`."""
    require_version(service, version)
    _set(service, details, by)
    db.session.flush()
    db.session.refresh(service, ["owner"])
    audit.record("service.changed", service, by=by, at=at, service=service.name, target=service.target)


def _set(service: Service, details: ServiceDetails, by: Person) -> None:
    if not by.is_coordinator and details.owner_id != by.organisation_id:
        raise RuleViolation(_l("Choose your own organisation"), field="owner")
    if details.budget_year and not details.budget:
        raise RuleViolation(_l("Choose who pays in this year"), field="budget")
    service.name, service.owner_id, service.channel = details.name, details.owner_id, details.channel
    service.budget, service.budget_year = details.budget, details.budget_year
    service.target = details.target.first if details.target else None


def set_status(
    service: Service,
    status: Integration,
    *,
    since: date,
    note: str,
    version: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Record a status since a day, which is not before the last one and not in the future.

    Raises Conflict if `version` is stale, NotNow if it is archived, RuleViolation for another day or the same status.
    """
    require_version(service, version)
    _require_in_use(service)
    _require_day(since, at)
    if since < service.status_since:
        raise RuleViolation(_l("This is before the last change of status"), field="since")
    if status is service.status:
        raise RuleViolation(_l("This is the status already"), field="integration")
    before = service.status
    service.status, service.status_since = status, since
    db.session.add(ServiceStatus(service_id=service.id, status=status, since=since, note=note, by_id=by.id, at=at))
    audit.record("service.status_set", service, by=by, at=at, service=service.name, before=before, status=status)


def archive(service: Service, *, reason: str, version: str | None, by: Person, at: datetime) -> None:
    """Let a service count no longer. Raises Conflict if `version` is stale, NotNow if it is archived."""
    require_version(service, version)
    _require_in_use(service)
    service.archived_at = at
    audit.record("service.archived", service, by=by, at=at, service=service.name, reason=reason)


def restore(service: Service, *, by: Person, at: datetime) -> None:
    """Let an archived service count again. Raises NotNow unless it is archived."""
    if service.archived_at is None:
        raise NotNow(_l("This service is not archived"))
    service.archived_at = None
    audit.record("service.restored", service, by=by, at=at, service=service.name)


def save_exchange(
    service: Service,
    exchange: DataExchange | None,
    details: ExchangeDetails,
    *,
    version: str | None,
    by: Person,
    at: datetime,
) -> DataExchange:
    """Add an exchange, or change one. Raises Conflict if `version` of the service is stale.

    Raises RuleViolation if both organisations are the same.
    """
    require_version(service, version)
    if details.giver_id == details.receiver_id:
        raise RuleViolation(_l("Choose two organisations"), field="receiver")
    if exchange is None:
        exchange = DataExchange(service_id=service.id)
        db.session.add(exchange)
    exchange.giver_id, exchange.receiver_id = details.giver_id, details.receiver_id
    exchange.what, exchange.how_often, exchange.basis = details.what, details.how_often, details.basis
    exchange.regulation_id = details.regulation_id
    exchange.both_ways, exchange.flows = details.both_ways, details.flows
    service.version += 1
    audit.record("service.exchange_saved", service, by=by, at=at, service=service.name, what=details.what)
    return exchange


def remove_exchange(exchange: DataExchange, *, by: Person, at: datetime) -> None:
    """Remove an exchange."""
    service = exchange.service
    db.session.delete(exchange)
    service.version += 1
    audit.record("service.exchange_removed", service, by=by, at=at, service=service.name, what=exchange.what)


def save_step(
    service: Service,
    step: RoadmapStep | None,
    details: StepDetails,
    *,
    version: str | None,
    by: Person,
    at: datetime,
) -> RoadmapStep:
    """Add a step of the roadmap, or change one. Raises Conflict if `version` of the service is stale.

    Raises RuleViolation if it ends before it begins.
    """
    require_version(service, version)
    if details.ends < details.begins:
        raise RuleViolation(_l("Choose a quarter that is not before the first one"), field="ends")
    if step is None:
        step = RoadmapStep(service_id=service.id)
        db.session.add(step)
    step.text, step.begins, step.ends = details.text, details.begins.first, details.ends.first
    step.waits_for_id, step.commitment_id = details.waits_for_id, details.commitment_id
    service.version += 1
    audit.record("service.step_saved", service, by=by, at=at, service=service.name, step=step.text)
    return step


def finish_step(step: RoadmapStep, *, by: Person, at: datetime) -> None:
    """Record that a step is done, today. Raises NotNow if it is done already."""
    service = step.service
    if step.done_on:
        raise NotNow(_l("This step is done already"))
    step.done_on = local_date(at)
    service.version += 1
    audit.record("service.step_done", service, by=by, at=at, service=service.name, step=step.text)


def remove_step(step: RoadmapStep, *, by: Person, at: datetime) -> None:
    """Remove a step of the roadmap."""
    service = step.service
    db.session.delete(step)
    service.version += 1
    audit.record("service.step_removed", service, by=by, at=at, service=service.name, step=step.text)


def link_commitment(service: Service, commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Record that a commitment serves the integration of a service. The commitment's history tells it to its readers.

    Raises NotNow if it is recorded already, or the service is archived.
    """
    _link(service, service_commitments, commitment_id=commitment.id)
    audit.record("service.commitment_linked", commitment, by=by, at=at, service=service.name)


def unlink_commitment(service: Service, commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Record that a commitment serves the integration of a service no longer. Raises NotNow if it does not."""
    _unlink(service, service_commitments, commitment_id=commitment.id)
    audit.record("service.commitment_unlinked", commitment, by=by, at=at, service=service.name)


def link_place(service: Service, place: Forum | Agreement, *, by: Person, at: datetime) -> None:
    """Link a service with a forum or agreement. Raises NotNow as `link_commitment`."""
    _link(service, service_circles, circle_id=place.circle_id)
    audit.record("service.linked", place, by=by, at=at, service=service.name)


def unlink_place(service: Service, place: Forum | Agreement, *, by: Person, at: datetime) -> None:
    """End the link of a service with a forum or agreement. Raises NotNow if there is none."""
    _unlink(service, service_circles, circle_id=place.circle_id)
    audit.record("service.unlinked", place, by=by, at=at, service=service.name)


def _link(service: Service, table: Any, **other: UUID) -> None:
    _require_in_use(service)
    queries.lock(service.id)
    if _linked(service, table, other):
        raise NotNow(_l("This service is linked already"))
    db.session.execute(insert(table).values(service_id=service.id, **other))


def _unlink(service: Service, table: Any, **other: UUID) -> None:
    queries.lock(service.id)
    if not _linked(service, table, other):
        raise NotNow(_l("This service is not linked"))
    db.session.execute(delete(table).where(*_row(service, table, other)))


def _linked(service: Service, table: Any, other: dict[str, UUID]) -> bool:
    return db.session.execute(select(table.c.service_id).where(*_row(service, table, other))).first() is not None


def _row(service: Service, table: Any, other: dict[str, UUID]) -> list[Any]:
    return [table.c.service_id == service.id, *(table.c[name] == value for name, value in other.items())]


def _require_in_use(service: Service) -> None:
    if service.archived_at:
        raise NotNow(_l("This service is archived"))


def _require_day(since: date, at: datetime) -> None:
    if since > local_date(at):
        raise RuleViolation(_l("This day is in the future. Choose today or an earlier one"), field="since")


def succeed(service: Service, successor: Organisation, *, before: Organisation, by: Person, at: datetime) -> None:
    """Let a successor own a service that `before` owned, and take its place in exchanges and steps of the roadmap.

    An exchange between the two stays as it was written.
    """
    for exchange in service.exchanges:
        if exchange.giver_id == before.id and exchange.receiver_id != successor.id:
            exchange.giver_id = successor.id
        if exchange.receiver_id == before.id and exchange.giver_id != successor.id:
            exchange.receiver_id = successor.id
    for step in service.steps:
        if step.waits_for_id == before.id:
            step.waits_for_id = successor.id
    if service.owner_id == before.id:
        service.owner_id = successor.id
    service.version += 1
    audit.record("service.succeeded", service, by=by, at=at, service=service.name, organisation=successor.name)

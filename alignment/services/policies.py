"""Who may read and write services, and link them."""

from __future__ import annotations

from agreements.registry.models import Agreement
from alignment.roles.policies import leads
from alignment.services import queries
from alignment.services.models import DataExchange, RoadmapStep, Service
from app.accounts.models import Person
from app.circles.queries import knows
from app.clock import today
from app.web.policies import loads, policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from forums.scheduling.models import Forum

loads("service_id", Service)(queries.for_act)
loads("data_exchange_id", DataExchange)(queries.exchange_for_act)
loads("roadmap_step_id", RoadmapStep)(queries.step_for_act)


@policy("service:list")
def list_services(user: Person) -> bool:
    """Everyone who is signed in: services are facts of the city."""
    return user.is_active


@policy("service:read", Service)
def read_service(user: Person, service: Service) -> bool:
    """Everyone who is signed in; what hangs on it is shown to those who may read that."""
    return user.is_active


@policy("service:enter")
def enter_service(user: Person) -> bool:
    """Coordinators, and everyone for a service of their own organisation."""
    return user.is_active


@policy("service:write", Service, hidden_unless=read_service, opened_by=("coordinator",))
def write_service(user: Person, service: Service) -> bool:
    """Coordinators, and members of the organisation whose service it is."""
    return user.is_coordinator or user.organisation_id == service.owner_id


@policy("data_exchange:read", DataExchange)
def read_exchange(user: Person, data_exchange: DataExchange) -> bool:
    """Those who read the service."""
    return read_service(user, data_exchange.service)


@policy("data_exchange:write", DataExchange, hidden_unless=read_exchange, opened_by=("coordinator",))
def write_exchange(user: Person, data_exchange: DataExchange) -> bool:
    """Those who write the service."""
    return write_service(user, data_exchange.service)


@policy("roadmap_step:read", RoadmapStep)
def read_step(user: Person, roadmap_step: RoadmapStep) -> bool:
    """Those who read the service."""
    return read_service(user, roadmap_step.service)


@policy("roadmap_step:write", RoadmapStep, hidden_unless=read_step, opened_by=("coordinator",))
def write_step(user: Person, roadmap_step: RoadmapStep) -> bool:
    """Those who write the service."""
    return write_service(user, roadmap_step.service)


@policy("commitment:link-service", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def link_commitment(user: Person, commitment: Commitment) -> bool:
    """Coordinators, and members of organisations with a service, which they link with it."""
    return user.is_coordinator or queries.owns_some(user.organisation_id)


@policy("forum:services", Forum)
def read_forum_services(user: Person, forum: Forum) -> bool:
    """Those who may know of what belongs to the forum."""
    return knows(user, forum.circle, today())


@policy("forum:link-services", Forum, hidden_unless=read_forum_services, opened_by=("coordinator",))
def link_forum(user: Person, forum: Forum) -> bool:
    """Coordinators who may know of it, and the chair and facilitators."""
    return leads(user, forum.circle)


@policy("agreement:services", Agreement)
def read_agreement_services(user: Person, agreement: Agreement) -> bool:
    """Those who may read all of the agreement."""
    return knows(user, agreement.circle, today())


@policy("agreement:link-services", Agreement, hidden_unless=read_agreement_services, opened_by=("coordinator",))
def link_agreement(user: Person, agreement: Agreement) -> bool:
    """Coordinators who may know of it."""
    return leads(user, agreement.circle)

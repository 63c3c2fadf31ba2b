"""The search for services, the data that they exchange, and the steps of their roadmaps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from alignment.regulations.models import Regulation
from alignment.regulations.rules import citation
from alignment.services.models import DataExchange, RoadmapStep, Service
from app.organisations.models import Organisation
from app.search.sources import Kind, Source, everyone

SHOWN: tuple[Any, ...] = (Service.name.label("title"), Organisation.label.label("about"), Organisation.sector)


def services() -> Select[Any]:
    """Select the services in use with whose they are."""
    return select(Service.id, *SHOWN).join(Service.owner).where(Service.archived_at.is_(None))


def exchanges() -> Select[Any]:
    """Select what data services exchange, and on which basis."""
    columns: tuple[Any, ...] = (DataExchange.id, DataExchange.service_id.label("object_id"), DataExchange.what)
    columns += (DataExchange.basis, Regulation.level, Regulation.number, Regulation.year)
    query = select(*columns, *SHOWN).join(DataExchange.service).join(Service.owner)
    return query.outerjoin(DataExchange.regulation).where(Service.archived_at.is_(None))


def _of_exchange(row: Any) -> str:
    regulation = citation(row.level, row.number, row.year) if row.level else ""
    return "\n".join(filter(None, (row.what, regulation, row.basis)))


def steps() -> Select[Any]:
    """Select the steps of roadmaps."""
    columns = (RoadmapStep.id, RoadmapStep.service_id.label("object_id"), RoadmapStep.text)
    query = select(*columns, *SHOWN).join(RoadmapStep.service).join(Service.owner)
    return query.where(Service.archived_at.is_(None))


def _follows(part: type[DataExchange] | type[RoadmapStep]) -> dict[Any, Callable[[Collection[UUID]], Select[UUID]]]:
    """Return which parts tell of services and of their organisations."""
    return {
        Service: lambda ids: select(part.id).where(part.service_id.in_(ids)),
        Organisation: lambda ids: select(part.id).join(part.service).where(Service.owner_id.in_(ids)),
    }


KIND = Kind(
    name="services",
    label=_l("Services"),
    word=_l("Service"),
    icon="align",
    href=lambda entry: url_for("alignment.services.show", service_id=entry.object_id),
)
SERVICES = Source(
    name="services",
    kind=KIND,
    model=Service,
    rows=services,
    readable=everyone,
    follows={Organisation: lambda ids: select(Service.id).where(Service.owner_id.in_(ids))},
)
EXCHANGES = Source(
    name="data_exchanges",
    kind=KIND,
    model=DataExchange,
    rows=exchanges,
    readable=everyone,
    text=_of_exchange,
    follows={
        **_follows(DataExchange),
        Regulation: lambda ids: select(DataExchange.id).where(DataExchange.regulation_id.in_(ids)),
    },
    searches_title=False,
)
STEPS = Source(
    name="roadmap_steps",
    kind=KIND,
    model=RoadmapStep,
    rows=steps,
    readable=everyone,
    follows=_follows(RoadmapStep),
    searches_title=False,
)

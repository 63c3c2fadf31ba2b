"""API of services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g
from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agreements.registry.schemas import AgreementSchema
from alignment.services import link_views, policies, queries, views
from alignment.services.forms import ArchiveForm, EntryForm, ExchangeForm, LinkForm, ServiceForm, StatusForm, StepForm
from alignment.services.models import Service
from alignment.services.rules import Budget, Channel, Integration, coverage
from app.api import Api, ApiSchema, Id, NamedOrganisation, PageQuery, QueryString, member, query_args
from app.clock import today
from app.web.policies import guarded
from commitments.registry.schemas import CommitmentSchema
from forums.scheduling.schemas import ForumSchema

api = Api("alignment.services", area="alignment", tag="Alignment")
SERVICES = "/alignment/services"
EXAMPLE = {
    "name": "Izin usaha mikro",
    "channel": "counter",
    "integration": "manual",
    "since": "2026-10-01",
    "target": "2027-04-01",
    "budget": "regional",
    "budget_year": 2027,
}


class ServiceQuery(PageQuery):
    """Query parameters of the list of services."""

    owner = fields.UUID(metadata={"description": "The id of the agency."})
    status = member(Integration, metadata={"description": "Only services with this status."})


class CoverageQuery(QueryString):
    """Query parameters of the coverage."""

    on = fields.Date(metadata={"description": "The day; by default today."})


class CoverageSchema(ApiSchema):
    """How many services are integrated, out of all that were in the register on a day and not archived."""

    on = fields.Date(required=True)
    integrated = fields.Integer(required=True)
    total = fields.Integer(required=True)


class ListedServiceSchema(ApiSchema):
    """A service in a list. `target` is the first day of a quarter."""

    id = Id("the service")
    name = fields.String(required=True)
    owner = fields.Nested(NamedOrganisation, required=True)
    channel = member(Channel, required=True)
    status = member(Integration, required=True)
    status_since = fields.Date(required=True)
    budget = member(Budget, required=True, allow_none=True)
    budget_year = fields.Integer(required=True, allow_none=True)
    target = fields.Date(required=True, allow_none=True)
    archived = fields.Boolean(required=True)
    version = fields.Integer(required=True)

    def read_archived(self, service: Service) -> bool:
        """Return whether it counts no longer."""
        return service.archived_at is not None


class ExchangeSchema(ApiSchema):
    """Data that a service needs to exchange."""

    id = Id("the exchange")
    what = fields.String(required=True)
    giver = fields.Nested(NamedOrganisation, required=True)
    receiver = fields.Nested(NamedOrganisation, required=True)
    how_often = fields.String(required=True)
    both_ways = fields.Boolean(required=True)
    flows = fields.Boolean(required=True)
    regulation_id = Id("the regulation that is its legal basis", allow_none=True)
    basis = fields.String(required=True)


class StepSchema(ApiSchema):
    """A step of the roadmap; `begins` and `ends` are first days of quarters."""

    id = Id("the step")
    text = fields.String(required=True)
    begins = fields.Date(required=True)
    ends = fields.Date(required=True)
    waits_for = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    done_on = fields.Date(required=True, allow_none=True)


class StatusRowSchema(ApiSchema):
    """A status since a day."""

    status = member(Integration, required=True)
    since = fields.Date(required=True)
    note = fields.String(required=True)


class ServiceSchema(ListedServiceSchema):
    """A service with its exchanges, steps, statuses, and the linked commitments that the user may read."""

    exchanges = fields.List(fields.Nested(ExchangeSchema), required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    statuses = fields.List(fields.Nested(StatusRowSchema), required=True)
    commitments = fields.List(Id("a commitment that serves it"), required=True)

    def read_statuses(self, service: Service) -> list[Any]:
        """Return the statuses, the latest first."""
        return [row[0] for row in queries.statuses(service.id)]

    def read_commitments(self, service: Service) -> list[UUID]:
        """Return the ids of the linked commitments."""
        return [one.id for one in queries.commitments_of(service.id, current_user, today())]


@api.list(
    SERVICES,
    policies.list_services,
    ListedServiceSchema,
    sorts={"name": (Service.name, Service.id), "status_since": (Service.status_since, Service.id)},
    query=ServiceQuery,
)
def index() -> Select[Service]:
    """List services that are not archived."""
    given = query_args()
    query = select(Service).where(Service.archived_at.is_(None)).options(joinedload(Service.owner))
    if "owner" in given:
        query = query.where(Service.owner_id == given["owner"])
    return query.where(Service.status == given["status"]) if "status" in given else query


@guarded(policies.list_services)
def covered() -> Any:
    """Return the coverage on a day."""
    day = query_args().get("on") or today()
    return {"on": day, **coverage(queries.entries().values(), day)._asdict()}


def _service() -> Service:
    """Return the service whose exchange or step the URL names."""
    service: Service = g.resource.service
    return service


api.act(f"{SERVICES}/coverage", covered, gives=CoverageSchema, method="GET", query=CoverageQuery)
api.resource(views.SERVICE, policies.read_service, ServiceSchema, summary="Read one service.")
api.act(SERVICES, views.enter, takes=EntryForm, gives=ServiceSchema, creates=True, example=EXAMPLE)
CHANGED = {key: value for key, value in EXAMPLE.items() if key not in {"integration", "since"}}
api.act(views.SERVICE, views.edit, takes=ServiceForm, example=CHANGED, gives=ServiceSchema, method="PATCH")
api.act(
    f"{views.SERVICE}/status",
    views.set_status,
    takes=StatusForm,
    example={"integration": "integrated", "since": "2026-11-20", "note": "Data mengalir dua arah sejak 20 Oktober"},
    gives=ServiceSchema,
)
api.act(
    f"{views.SERVICE}/archive",
    views.archive,
    takes=ArchiveForm,
    example={"reason": "Layanan digabung"},
    gives=ServiceSchema,
)
api.act(f"{views.SERVICE}/restore", views.restore, gives=ServiceSchema)
WRITTEN = {
    "what": "Status permohonan",
    "how_often": "tiap jam",
    "both_ways": True,
    "flows": False,
    "basis": "PKS pasal 5",
}
api.act(f"{views.SERVICE}/exchanges", views.add_exchange, takes=ExchangeForm, example=WRITTEN, gives=ServiceSchema)
api.act(
    views.EXCHANGE,
    views.edit_exchange,
    takes=ExchangeForm,
    example=WRITTEN,
    gives=ServiceSchema,
    method="PATCH",
    about=_service,
)
api.act(f"{views.EXCHANGE}/remove", views.remove_exchange, gives=ServiceSchema, about=_service)
PLANNED = {"text": "Uji coba daring", "begins": "2027-01-01", "ends": "2027-04-01"}
api.act(f"{views.SERVICE}/steps", views.add_step, takes=StepForm, example=PLANNED, gives=ServiceSchema)
api.act(
    views.STEP, views.edit_step, takes=StepForm, example=PLANNED, gives=ServiceSchema, method="PATCH", about=_service
)
api.act(f"{views.STEP}/done", views.finish_step, gives=ServiceSchema, about=_service)
api.act(f"{views.STEP}/remove", views.remove_step, gives=ServiceSchema, about=_service)
for path, link, unlink, gives in (
    (link_views.COMMITMENT, link_views.link_commitment, link_views.unlink_commitment, CommitmentSchema),
    (link_views.FORUM, link_views.link_forum, link_views.unlink_forum, ForumSchema),
    (
        link_views.AGREEMENT,
        link_views.link_agreement,
        link_views.unlink_agreement,
        AgreementSchema,
    ),
):
    api.act(path, link, takes=LinkForm, gives=gives, changes=False)
    api.act(f"{path}/remove", unlink, takes=LinkForm, gives=gives, changes=False)

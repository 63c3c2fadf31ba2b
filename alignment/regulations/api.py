"""API of regulations and their revisions."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from alignment.agenda import AgendaForm
from alignment.regulations import links, policies, queries, revision_views, sheet, views
from alignment.regulations.forms import (
    AdvanceForm,
    BeginForm,
    NamedForm,
    PlaceForm,
    PlanForm,
    ReasonForm,
    RegulationForm,
    RelateForm,
)
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.queries import Filters
from alignment.regulations.rules import Level, RelationKind, RevisionStage
from app.api import (
    Api,
    ApiSchema,
    Id,
    Moment,
    NamedCircle,
    NamedOrganisation,
    Query,
    QueryString,
    member,
    query_args,
)
from app.clock import today
from commitments.registry.forms import ProposalForm
from commitments.registry.rules import Delivery
from forums.decisions.schemas import DecisionSchema

api = Api("alignment.regulations", area="alignment", tag="Alignment")
REGULATION = "/alignment/regulations/<uuid:regulation_id>"
REVISION = "/alignment/revisions/<uuid:revision_id>"


class ListedRegulationSchema(ApiSchema):
    """A regulation in a list. `issuer` is the office that can revise it, `issuing` its organisation."""

    id = Id("the regulation")
    level = member(Level, required=True)
    number = fields.String(required=True)
    year = fields.Integer(required=True)
    citation = fields.String(required=True)
    title = fields.String(required=True)
    subject = fields.String(required=True)
    issuer = fields.String(required=True)
    issuing = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    consulted = fields.String(required=True)
    url = fields.String(required=True)
    repealed_on = fields.Date(required=True, allow_none=True)


class RelatedRegulationSchema(ApiSchema):
    """Another regulation. `outward`: the relation is that of the one that was asked for, to this earlier one."""

    id = Id("the other regulation")
    relation_id = Id("the relation")
    kind = member(RelationKind, required=True)
    outward = fields.Boolean(required=True)
    citation = fields.String(required=True)


class ReviewMarkSchema(ApiSchema):
    """A mark for review; it stands while `lifted_at` is null."""

    reason = fields.String(required=True)
    at = Moment(required=True)
    lifted_at = Moment(required=True, allow_none=True)
    lifted_reason = fields.String(required=True)


class RevisionStepSchema(ApiSchema):
    """A stage of a revision: when it was entered, and for when it is planned."""

    stage = member(RevisionStage, required=True)
    entered_on = fields.Date(required=True, allow_none=True)
    planned_on = fields.Date(required=True, allow_none=True)


class RevisionCommitmentSchema(ApiSchema):
    """A commitment that carries a revision forward."""

    id = Id("the commitment")
    code = fields.String(required=True)
    title = fields.String(required=True)
    delivery = member(Delivery, required=True)
    current_due = fields.Date(required=True)


class RevisionSchema(ApiSchema):
    """A revision with its stages in order. Commitments are those that the user may read."""

    id = Id("the revision")
    title = fields.String(required=True)
    stage = member(RevisionStage, required=True)
    holder = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    version = fields.Integer(required=True)
    steps = fields.List(fields.Nested(RevisionStepSchema), required=True)
    commitments = fields.List(fields.Nested(RevisionCommitmentSchema), required=True)

    @pre_dump
    def assemble(self, revision: Revision | dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Return the values of a revision, with its commitments; those of several are read together before."""
        if isinstance(revision, dict):
            return revision
        day = today()
        return _whole(sheet.revision_sheet(revision, links.carrying([revision.id], current_user, day), day))


class BlockedByRegulationSchema(ApiSchema):
    """A service, commitment or agreement that the regulation blocks, by a barrier."""

    service_id = Id("the service; null for another kind", allow_none=True)
    commitment_id = Id("the commitment; null for another kind", allow_none=True)
    agreement_id = Id("the agreement; null for another kind", allow_none=True)
    name = fields.String(required=True)
    part = fields.String(required=True)
    since = fields.Date(required=True)


class RegulationSchema(ListedRegulationSchema):
    """A regulation with its relations, marks and revisions, and what it blocks as far as the user may know."""

    circles = fields.List(fields.Nested(NamedCircle), required=True)
    related = fields.List(fields.Nested(RelatedRegulationSchema), required=True)
    marks = fields.List(fields.Nested(ReviewMarkSchema), required=True)
    revisions = fields.List(fields.Nested(RevisionSchema), required=True)
    blocked = fields.List(fields.Nested(BlockedByRegulationSchema), required=True)

    def read_circles(self, regulation: Regulation) -> Any:
        """Return the circles of forums and agreements that work under it and of which the user may know."""
        return links.works_under(regulation.id, current_user, today())

    def read_related(self, regulation: Regulation) -> Any:
        """Return the related regulations."""
        return queries.related(regulation.id)

    def read_marks(self, regulation: Regulation) -> Any:
        """Return the marks, the latest first."""
        return queries.marks(regulation.id)

    def read_revisions(self, regulation: Regulation) -> list[dict[str, Any]]:
        """Return the revisions, the latest first."""
        known, day = queries.revisions(regulation.id), today()
        carrying = links.carrying([one.id for one in known], current_user, day)
        return [_whole(sheet.revision_sheet(one, carrying, day)) for one in known]

    def read_blocked(self, regulation: Regulation) -> Any:
        """Return what it blocks."""
        return links.blocked_by(regulation.id, current_user, today())


def _whole(it: sheet.RevisionSheet) -> dict[str, Any]:
    """Return the values of a revision."""
    own = {name: getattr(it.revision, name) for name in ("id", "title", "stage", "holder", "version")}
    return {**own, "steps": it.points, "commitments": it.commitments}


class RegulationQuery(Query):
    """Query arguments for listing regulations."""

    level = member(Level)
    marked = fields.Boolean(load_default=False, metadata={"description": "Only those that are marked for review."})
    revising = fields.Boolean(load_default=False, metadata={"description": "Only those that are being revised."})
    blocks = fields.Boolean(load_default=False, metadata={"description": "Only those that block something."})


class CircleQuery(QueryString):
    """The forum or agreement in which a commitment is proposed."""

    circle = fields.UUID(required=True, metadata={"description": "The id of its circle."})


@api.list(
    "/alignment/regulations",
    policies.list_regulations,
    ListedRegulationSchema,
    sorts={"year": (Regulation.year, Regulation.id), "title": (Regulation.title, Regulation.id)},
    query=RegulationQuery,
)
def index() -> Select[Regulation]:
    """List regulations."""
    wanted = query_args()
    flags = {name: wanted[name] for name in ("marked", "revising", "blocks")}
    filters = Filters(text=wanted.get("q", ""), level=wanted.get("level"), **flags)
    return queries.found(current_user, filters, today()).options(joinedload(Regulation.issuing))


PAGE = {"sent": "1"}
"""What a page submits besides its checkboxes, so that none of them counts too."""
WHY = {"reason": "Tiga layanan tidak dapat diuji coba daring."}
api.resource(REGULATION, policies.read_regulation, RegulationSchema, summary="Read one regulation.")
api.resource(REVISION, policies.read_revision, RevisionSchema, summary="Read one revision of a regulation.")
api.act(
    "/alignment/regulations",
    views.enter,
    takes=RegulationForm,
    example={"level": "president", "number": "95", "year": 2018, "title": "Sistem Pemerintahan Berbasis Elektronik"},
    gives=RegulationSchema,
    creates=True,
    summary="Enter a regulation.",
)
api.act(REGULATION, views.edit, takes=RegulationForm, gives=RegulationSchema, method="PATCH")
api.act(f"{REGULATION}/relations", views.relate, takes=RelateForm, gives=RegulationSchema, changes=False)
api.act(f"{REGULATION}/relations/<uuid:relation_id>", views.unrelate, method="DELETE", changes=False)
api.act(
    f"{REGULATION}/circles",
    views.place,
    takes=PlaceForm,
    gives=RegulationSchema,
    method="PATCH",
    sends=PAGE,
)
api.act(f"{REGULATION}/mark", views.mark, takes=ReasonForm, example=WHY, gives=RegulationSchema, changes=False)
api.act(f"{REGULATION}/lift", views.lift, takes=ReasonForm, example=WHY, gives=RegulationSchema, changes=False)
api.act(f"{REGULATION}/agenda", views.put_on_agenda, takes=AgendaForm, gives=RegulationSchema, changes=False)
api.act(
    f"{REGULATION}/revision",
    revision_views.begin_revision,
    takes=BeginForm,
    optional=("title", "on"),
    example={"on": "2026-09-22", "drafted": "2026-10-19"},
    gives=RegulationSchema,
    changes=False,
)
api.download(f"{REGULATION}/file", views.download)
api.act(
    f"{REVISION}/stage",
    revision_views.advance,
    takes=AdvanceForm,
    optional=("on",),
    example={"on": "2026-11-02"},
    gives=RegulationSchema,
    summary="Move a revision to its next stage.",
)
api.act(f"{REVISION}/plan", revision_views.plan, takes=PlanForm, gives=RegulationSchema, method="PATCH")
api.act(f"{REVISION}/abandon", revision_views.abandon, takes=ReasonForm, example=WHY, gives=RegulationSchema)
api.act(
    f"{REVISION}/commitment",
    revision_views.commit,
    takes=ProposalForm,
    example={"title": "Telaah rancangan", "criteria": "Pendapat tertulis"},
    gives=RegulationSchema,
    query=CircleQuery,
    changes=False,
)
api.act(
    "/decisions/<uuid:decision_id>/regulations",
    views.name_in_decision,
    takes=NamedForm,
    gives=DecisionSchema,
    method="PATCH",
    changes=False,
    sends=PAGE,
)

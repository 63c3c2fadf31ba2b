"""API of barriers."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from alignment.agenda import AgendaForm
from alignment.barriers import policies, queries, views
from alignment.barriers.forms import (
    BarrierForm,
    CorrectionForm,
    DirectForm,
    EffectCorrectionForm,
    EffectForm,
    EntryForm,
    JoinForm,
    OwnerForm,
    RegulationForm,
    ReopenForm,
    ResolveForm,
)
from alignment.barriers.models import Barrier
from alignment.barriers.queries import Effect
from app.api import Api, ApiSchema, Id, Moment, NamedCircle, NamedOrganisation, Query, member, query_args
from app.clock import today
from commitments.blockers.models import BlockerKind

api = Api("alignment.barriers", area="alignment", tag="Alignment")
BARRIER = "/alignment/barriers/<uuid:barrier_id>"
EFFECT = f"{BARRIER}/effects/<uuid:effect_id>"
COMMITMENT = "/commitments/<uuid:commitment_id>/barrier"
ENTRY = {"title": "Antarmuka antrean belum terbuka", "kind": "system", "since": "2026-09-04"}


class HinderedSchema(ApiSchema):
    """What a barrier hinders; `kind` is service, commitment or agreement, `object_id` its id."""

    id = Id("what it hinders")
    kind = fields.String(required=True)
    object_id = Id("the service, commitment or agreement")
    name = fields.String(required=True)
    part = fields.String(required=True)
    since = fields.Date(required=True)


class ListedBarrierSchema(ApiSchema):
    """A barrier in a list. `owner` can remove it; a barrier without a circle is read by everyone who is signed in."""

    id = Id("the barrier")
    kind = member(BlockerKind, required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    since = fields.Date(required=True)
    owner = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    owner_office = fields.String(required=True)
    circle = fields.Nested(NamedCircle, required=True, allow_none=True)
    head_told_at = Moment(required=True, allow_none=True)
    escalated_at = Moment(required=True, allow_none=True)
    resolved_on = fields.Date(required=True, allow_none=True)
    resolution = fields.String(required=True)


class BarrierSchema(ListedBarrierSchema):
    """A barrier with what it hinders, as far as the reader may read that."""

    regulation_id = Id("the regulation that it comes from", allow_none=True)
    effects = fields.List(fields.Nested(HinderedSchema), required=True)

    def read_effects(self, barrier: Barrier) -> list[Effect]:
        """Return what it hinders, the longest hindered first."""
        return queries.effects_of([barrier.id], current_user, today()).get(barrier.id, [])


class BarrierQuery(Query):
    """Query parameters of the list of barriers."""

    kind = member(BlockerKind)
    resolved = fields.Boolean()


@api.list(
    "/alignment/barriers",
    policies.list_barriers,
    ListedBarrierSchema,
    sorts={"since": (Barrier.since, Barrier.id), "raised_at": (Barrier.raised_at, Barrier.id)},
    query=BarrierQuery,
)
def index() -> Select[Barrier]:
    """List barriers."""
    wanted = query_args()
    query = select(Barrier).where(queries.readable(current_user, today()))
    if wanted.get("kind"):
        query = query.where(Barrier.kind == wanted["kind"])
    if "resolved" in wanted:
        query = query.where(Barrier.resolved_on.is_not(None) if wanted["resolved"] else queries.is_open())
    if text := wanted.get("q", "").strip():
        query = query.where(Barrier.title.icontains(text, autoescape=True))
    return query.options(joinedload(Barrier.owner), joinedload(Barrier.circle))


api.resource(BARRIER, policies.read_barrier, BarrierSchema, summary="Read one barrier.")
api.act(
    "/alignment/barriers",
    views.enter,
    takes=EntryForm,
    example=ENTRY,
    required=("kind",),
    gives=BarrierSchema,
    creates=True,
    summary="Record a barrier.",
)
api.act(
    COMMITMENT,
    views.raise_from,
    takes=BarrierForm,
    gives=BarrierSchema,
    creates=True,
    summary="Record the blocker of a commitment as a barrier.",
)
api.act(f"{COMMITMENT}/join", views.join, takes=JoinForm, gives=BarrierSchema, changes=False)
api.act(BARRIER, views.correct, method="PATCH", takes=CorrectionForm, example=ENTRY, gives=BarrierSchema)
api.act(f"{BARRIER}/owner", views.name_owner, takes=OwnerForm, gives=BarrierSchema)
api.act(f"{BARRIER}/effects", views.add_effect, takes=EffectForm, gives=BarrierSchema)
api.act(
    EFFECT,
    views.correct_effect,
    method="PATCH",
    takes=EffectCorrectionForm,
    example={"part": "dua loket", "since": "2026-09-04"},
    gives=BarrierSchema,
)
api.act(EFFECT, views.remove_effect, method="DELETE")
api.act(f"{BARRIER}/regulation", views.link_regulation, takes=RegulationForm, gives=BarrierSchema)
api.act(f"{BARRIER}/tell-head", views.tell_head, gives=BarrierSchema)
api.act(f"{BARRIER}/agenda", views.put_on_agenda, takes=AgendaForm, gives=BarrierSchema)
api.act(f"{BARRIER}/escalate", views.escalate, gives=BarrierSchema)
api.act(f"{BARRIER}/directive", views.direct, takes=DirectForm, gives=BarrierSchema)
api.act(
    f"{BARRIER}/resolve",
    views.resolve,
    takes=ResolveForm,
    example={"how": "Dasar hukum sudah terbit"},
    gives=BarrierSchema,
)
api.act(
    f"{BARRIER}/reopen",
    views.reopen,
    takes=ReopenForm,
    example={"reason": "Kunci API kedaluwarsa lagi"},
    gives=BarrierSchema,
)

"""API of agreements: list, read, related agreements, create, change, and the acts that change the stage."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from agreements.registry import policies, queries, views
from agreements.registry.forms import (
    AgreementForm,
    DatesForm,
    ObjectionForm,
    ReasonForm,
    SignatureForm,
    StageForm,
)
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Stage, Validity
from agreements.registry.schemas import AgreementSchema, RelatedSchema
from agreements.termination.forms import TerminationForm
from app.api import Api, Query, QueryString, member, query_args
from app.clock import today

api = Api(
    "agreements",
    area="agreements",
    tag="Agreements",
    about="Agreements between organisations: their text, parties, clauses, obligations and files.",
)
AGREEMENT = "/agreements/<uuid:agreement_id>"
CREATED = (Agreement.created_at, Agreement.id)
ENDS: Any = Agreement.ends
SORTS = {"ends": (ENDS, Agreement.id), "title": (Agreement.title, Agreement.id), "created_at": CREATED}


class AgreementQuery(Query):
    """Query parameters of the list of agreements."""

    stage = member(Stage)
    validity = member(Validity, metadata={"description": "Only signed agreements in this state today, by their dates."})
    kind = member(AgreementKind)
    party = fields.UUID(metadata={"description": "The id of an organisation that is a party."})
    mine = fields.Boolean(
        load_default=False, metadata={"description": "Only agreements to which the user's organisation is a party."}
    )


class EarlierQuery(QueryString):
    """Query parameters for the agreement that supplies the values which the body of a new one omits."""

    renews = fields.UUID(metadata={"description": "The id of the agreement that it renews; its clauses are copied."})
    amends = fields.UUID(metadata={"description": "The id of the agreement to which it is an addendum."})


@api.list("/agreements", policies.list_agreements, AgreementSchema, sorts=SORTS, query=AgreementQuery)
def index() -> Select[Agreement]:
    """List the agreements that the user may read in full, or in summary if public."""
    wanted = query_args()
    filters = queries.Filters(
        text=wanted.get("q", "").strip(),
        mine=wanted["mine"],
        everything=True,
        kind=wanted.get("kind"),
        stage=wanted.get("stage"),
        validity=wanted.get("validity"),
        party_id=wanted.get("party"),
    )
    return queries.found(current_user, filters, today()).options(selectinload(Agreement.parties))


@api.list(f"{AGREEMENT}/family", policies.read_whole, RelatedSchema, sorts={"created_at": CREATED})
def family(agreement: Agreement) -> Select[Agreement]:
    """List the agreements that this one carries out, amends or renews, and those that refer to it in these ways."""
    return queries.relatives(agreement.id, queries.above(agreement), current_user, today())


api.resource(AGREEMENT, policies.read_agreement, AgreementSchema, summary="Read one agreement.")
api.act(
    "/agreements",
    views.create,
    takes=AgreementForm,
    required=("sides",),
    example={"title": "Pertukaran data layanan perizinan"},
    gives=AgreementSchema,
    creates=True,
    query=EarlierQuery,
    summary="Create an agreement, if requested with the values of the one that it renews or amends.",
)
api.act(
    AGREEMENT,
    views.edit,
    takes=AgreementForm,
    example={"title": "Pertukaran data layanan perizinan"},
    gives=AgreementSchema,
    method="PATCH",
)
api.act(
    f"{AGREEMENT}/move",
    views.move,
    takes=StageForm,
    required=("stage",),
    example={"stage": "review"},
    gives=AgreementSchema,
)
api.act(f"{AGREEMENT}/sign", views.sign, takes=SignatureForm, optional=("effective_on",), gives=AgreementSchema)
api.act(
    f"{AGREEMENT}/dates",
    views.change_dates,
    takes=DatesForm,
    optional=("signed_on", "effective_on", "notice_days"),
    example={"expires_on": "2028-12-31"},
    gives=AgreementSchema,
)
for view, path, form in (
    (views.terminate, "terminate", TerminationForm),
    (views.object_to_end, "object", ObjectionForm),
    (views.cancel, "cancel", ReasonForm),
):
    api.act(f"{AGREEMENT}/{path}", view, takes=form, gives=AgreementSchema)

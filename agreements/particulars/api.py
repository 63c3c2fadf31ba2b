"""API of value, risks and contact books of agreements."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agreements.particulars import policies, queries, views
from agreements.particulars.forms import CorrespondentForm, FundingForm, RiskForm
from agreements.particulars.models import Correspondent, Funding, Risk
from agreements.particulars.rules import Funds, Level, RiskState
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import read_whole
from agreements.registry.schemas import SideSchema
from app.api import Api, ApiSchema, Id, NamedPerson, member

api = Api("agreements.particulars", area="agreements", tag="Agreements")
AGREEMENT = "/agreements/<uuid:agreement_id>"
RISK = "/agreements/risks/<uuid:risk_id>"
CONTACT = "/agreements/contacts/<uuid:correspondent_id>"


class FundingSchema(ApiSchema):
    """Value and funds; `amount` is null if it is not known, 0 if no money changes hands."""

    amount = fields.Decimal(required=True, allow_none=True, as_string=True)
    currency = fields.String(required=True)
    funds = member(Funds, required=True, allow_none=True)
    note = fields.String(required=True)

    @pre_dump
    def look_up(self, agreement: Any, **_more: Any) -> Funding:
        """Load what was entered."""
        return queries.funding_of(agreement.id) or Funding(currency="IDR", note="")


class RiskSchema(ApiSchema):
    """A risk; `owner` is the party that watches it."""

    id = Id("the risk")
    text = fields.String(required=True)
    likelihood = member(Level, required=True)
    impact = member(Level, required=True)
    owner = fields.Nested(SideSchema, required=True)
    answer = fields.String(required=True)
    state = member(RiskState, required=True)


class CorrespondentSchema(ApiSchema):
    """A person in the contact book; telephone and address are null for users who may not see them."""

    id = Id("the entry")
    party = fields.Nested(SideSchema, required=True)
    person = fields.Nested(NamedPerson, required=True)
    role = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)

    def read_phone(self, one: Correspondent) -> str | None:
        """Return the telephone number."""
        return one.person.phone if queries.sees_numbers(current_user, one.party.agreement, one.party) else None

    def read_email(self, one: Correspondent) -> str | None:
        """Return the address."""
        return one.person.email if queries.sees_numbers(current_user, one.party.agreement, one.party) else None


@api.list(f"{AGREEMENT}/risks", read_whole, RiskSchema, sorts={"text": (Risk.text, Risk.id)})
def risks(agreement: Agreement) -> Select[Risk]:
    """List the risks of an agreement."""
    return select(Risk).where(Risk.agreement_id == agreement.id).options(joinedload(Risk.owner))


@api.list(
    f"{AGREEMENT}/contacts", read_whole, CorrespondentSchema, sorts={"since": (Correspondent.since, Correspondent.id)}
)
def contacts(agreement: Agreement) -> Select[Correspondent]:
    """List the contact book of an agreement."""
    query = select(Correspondent).join(Correspondent.party).where(Party.agreement_id == agreement.id)
    loaded = joinedload(Correspondent.party).joinedload(Party.agreement).joinedload(Agreement.parties)
    return query.options(joinedload(Correspondent.person), loaded)


api.resource(f"{AGREEMENT}/funding", read_whole, FundingSchema, summary="Read value and funds of an agreement.")
api.resource(RISK, policies.read_risk, RiskSchema, summary="Read one risk.")
api.resource(CONTACT, policies.read_correspondent, CorrespondentSchema, summary="Read one entry of a contact book.")
api.act(
    f"{AGREEMENT}/funding",
    views.fund,
    takes=FundingForm,
    example={"amount": "1.500.000", "currency": "IDR", "funds": "own_revenue"},
    gives=FundingSchema,
    method="PATCH",
)
api.act(
    f"{AGREEMENT}/risks",
    views.add_risk,
    takes=RiskForm,
    required=("owner",),
    example={"text": "Sensor rusak saat musim hujan"},
    gives=RiskSchema,
    creates=True,
)
api.act(RISK, views.edit_risk, takes=RiskForm, example={"state": "reduced"}, gives=RiskSchema, method="PATCH")
api.act(
    "/agreements/parties/<uuid:party_id>/contacts",
    views.enter,
    takes=CorrespondentForm,
    required=("person",),
    optional=("since",),
    example={"role": "Urusan teknis API"},
    gives=CorrespondentSchema,
    creates=True,
)
api.act(f"{CONTACT}/end", views.end, gives=CorrespondentSchema, summary="End an entry of the contact book.")

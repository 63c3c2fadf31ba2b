"""How agreements look to programs; what belongs to one side, or to the parties alone, is null to others."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import g
from flask_login import current_user
from marshmallow import fields

from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.policies import reads_whole, sees_side
from agreements.registry.relations import Relation, relation
from agreements.registry.rules import Renewal, Stage, Validity
from app.api import ApiSchema, Moment, Named, member
from app.circles.models import Classification
from app.clock import today
from app.organisations.models import Sector


class SideSchema(ApiSchema):
    """A party, as clauses name it; `position` counts from 1 in the order of the text."""

    id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    organisation = fields.Nested(Named, required=True, attribute="seat.organisation")


class PartySchema(SideSchema):
    """A party with what its side wrote about itself, for those who see that side."""

    sector = member(Sector, required=True, attribute="seat.sector")
    reference_number = fields.String(required=True, allow_none=True)
    signatory_name = fields.String(required=True, allow_none=True)
    signatory_position = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True, allow_none=True)

    def read_reference_number(self, party: Party) -> str | None:
        """The number that its own office gave."""
        return party.reference_number if _sees(party) else None

    def read_signatory_name(self, party: Party) -> str | None:
        """Who signs."""
        return party.signatory_name if _sees(party) else None

    def read_signatory_position(self, party: Party) -> str | None:
        """In which position."""
        return party.signatory_position if _sees(party) else None

    def read_authority(self, party: Party) -> str | None:
        """What empowers the signatory."""
        return party.authority if _sees(party) else None


def _sees(party: Party) -> bool:
    return sees_side(current_user, party.agreement, party)


class AgreementSchema(ApiSchema):
    """An agreement. `validity` follows from its dates once it is signed; both days of its term are included.

    What follows after `parties` is null to those who may read its public summary alone.
    """

    id = fields.UUID(required=True)
    kind = member(AgreementKind, required=True)
    title = fields.String(required=True)
    purpose = fields.String(required=True)
    stage = member(Stage, required=True)
    validity = member(Validity, required=True, allow_none=True)
    signed_on = fields.Date(required=True, allow_none=True)
    signed_at_place = fields.String(required=True)
    effective_on = fields.Date(required=True, allow_none=True)
    expires_on = fields.Date(required=True, allow_none=True)
    notice_days = fields.Integer(required=True)
    notice_on = fields.Date(required=True, allow_none=True, attribute="term.notice_on")
    renewal = member(Renewal, required=True)
    language = fields.String(required=True)
    parties = fields.List(fields.Nested(PartySchema), required=True, attribute="in_order")
    classification = member(Classification, required=True, allow_none=True)
    circle_id = fields.UUID(required=True, allow_none=True)
    created_at = Moment(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)

    def read_validity(self, agreement: Agreement) -> Validity | None:
        """What the dates say today."""
        return agreement.term.validity(today())

    def read_classification(self, agreement: Agreement) -> Classification | None:
        """Who may read it."""
        return agreement.circle.classification if reads_whole(current_user, agreement) else None

    def read_circle_id(self, agreement: Agreement) -> UUID | None:
        """Where its commitments are."""
        return agreement.circle_id if reads_whole(current_user, agreement) else None

    def read_created_at(self, agreement: Agreement) -> datetime | None:
        """When it was begun here."""
        return agreement.created_at if reads_whole(current_user, agreement) else None

    def read_ended_on(self, agreement: Agreement) -> date | None:
        """The last day of one that was terminated or given up."""
        return agreement.ended_on if reads_whole(current_user, agreement) else None

    def read_end_reason(self, agreement: Agreement) -> str | None:
        """Why it was terminated or given up."""
        return agreement.end_reason if reads_whole(current_user, agreement) else None


class RelatedSchema(ApiSchema):
    """An agreement from which the one in the address comes, or that comes from it."""

    id = fields.UUID(required=True)
    kind = member(AgreementKind, required=True)
    title = fields.String(required=True)
    stage = member(Stage, required=True)
    relation = member(Relation, required=True)

    def read_relation(self, other: Agreement) -> Relation:
        """What it is to the one in the address."""
        return relation(g.thing, other)

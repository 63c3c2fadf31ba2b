"""API schemas of agreements; fields that the user may not see, as of one party or of all parties alone, are null."""

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
from app.api import ApiSchema, Id, Moment, NamedOrganisation, member
from app.circles.models import Classification
from app.clock import today
from app.organisations.models import Sector


class SideSchema(ApiSchema):
    """A party, as obligations and rights refer to it; `position` counts from 1 in the order of the text."""

    id = Id("the party")
    position = fields.Integer(required=True)
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")


class PartySchema(SideSchema):
    """A party with its credentials, which are null for users who may not see them."""

    sector = member(Sector, required=True, attribute="seat.sector")
    reference_number = fields.String(required=True, allow_none=True)
    signatory_name = fields.String(required=True, allow_none=True)
    signatory_position = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True, allow_none=True)

    def read_reference_number(self, party: Party) -> str | None:
        """Return the number given by the party's own office."""
        return party.reference_number if _sees(party) else None

    def read_signatory_name(self, party: Party) -> str | None:
        """Return the name of the signatory."""
        return party.signatory_name if _sees(party) else None

    def read_signatory_position(self, party: Party) -> str | None:
        """Return the position of the signatory."""
        return party.signatory_position if _sees(party) else None

    def read_authority(self, party: Party) -> str | None:
        """Return what empowers the signatory."""
        return party.authority if _sees(party) else None


def _sees(party: Party) -> bool:
    return sees_side(current_user, party.agreement, party)


class AgreementSchema(ApiSchema):
    """An agreement. `validity` is derived from its dates once it is signed; both days of its term are inclusive.

    `classification`, `circle_id`, `created_at`, `stage_since`, `ended_on` and `end_reason` are null for users who may
    read only its public summary.
    """

    id = Id("the agreement")
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
    circle_id = Id("the circle to which the commitments of the agreement belong", allow_none=True)
    created_at = Moment(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)
    stage_since = fields.Date(required=True, allow_none=True)

    def read_validity(self, agreement: Agreement) -> Validity | None:
        """Return the validity today."""
        return agreement.term.validity(today())

    def read_classification(self, agreement: Agreement) -> Classification | None:
        """Return the classification, which decides who may read the agreement."""
        return agreement.circle.classification if reads_whole(current_user, agreement) else None

    def read_circle_id(self, agreement: Agreement) -> UUID | None:
        """Return the id of the circle that has its commitments."""
        return agreement.circle_id if reads_whole(current_user, agreement) else None

    def read_created_at(self, agreement: Agreement) -> datetime | None:
        """Return when it was created in this system."""
        return agreement.created_at if reads_whole(current_user, agreement) else None

    def read_stage_since(self, agreement: Agreement) -> date | None:
        """Return the day on which it came into its stage."""
        return agreement.stage_since if reads_whole(current_user, agreement) else None

    def read_ended_on(self, agreement: Agreement) -> date | None:
        """Return the last day in force if it was terminated, or the day on which it was cancelled."""
        return agreement.ended_on if reads_whole(current_user, agreement) else None

    def read_end_reason(self, agreement: Agreement) -> str | None:
        """Return why it was terminated or cancelled."""
        return agreement.end_reason if reads_whole(current_user, agreement) else None


class RelatedSchema(ApiSchema):
    """An agreement related to the one in the URL."""

    id = Id("the agreement")
    kind = member(AgreementKind, required=True)
    title = fields.String(required=True)
    stage = member(Stage, required=True)
    relation = member(Relation, required=True)

    def read_relation(self, other: Agreement) -> Relation:
        """Return its relation to the agreement in the URL."""
        return relation(g.resource, other)

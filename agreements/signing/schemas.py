"""API schema of the signing log."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from agreements.documents.queries import sides_read_by
from agreements.registry.models import Party
from agreements.registry.policies import sees_side
from agreements.registry.schemas import PartySchema
from agreements.signing import queries
from agreements.signing.actions import AUTHORITY
from agreements.signing.models import Signing
from agreements.signing.rules import Method
from app.api import ApiSchema, Id, member


class SigningSchema(ApiSchema):
    """The line of a party in the signing log; days are null until they are known.

    The signatory and what is said about the authority are null for users who may not see them, the file for those who
    may not download it.
    """

    party = fields.Nested(PartySchema, required=True)
    method = member(Method, required=True, allow_none=True)
    sent_on = fields.Date(required=True, allow_none=True)
    signed_on = fields.Date(required=True, allow_none=True)
    received_on = fields.Date(required=True, allow_none=True)
    authority_number = fields.String(required=True, allow_none=True)
    authority_on = fields.Date(required=True, allow_none=True)
    authority_until = fields.Date(required=True, allow_none=True)
    authority_document_id = Id("the power of attorney", allow_none=True)

    @pre_dump
    def look_up(self, party: Party, **_more: Any) -> dict[str, Any]:
        """Load the line of the party, without what the user may not see."""
        signing = queries.of_party(party.id) or Signing()
        shown = ["method", "sent_on", "signed_on", "received_on"]
        if sees_side(current_user, party.agreement, party):
            shown += ["authority_number", "authority_on", "authority_until"]
        if party.id in sides_read_by(party.agreement, current_user):
            shown.append("authority_document_id")
        held = {name: getattr(signing, name) for name in shown}
        return dict.fromkeys(AUTHORITY) | held | {"party": party}

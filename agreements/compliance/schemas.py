"""API schemas of compliance: statements about rights, and issued evaluations."""

from __future__ import annotations

from marshmallow import fields

from agreements.compliance.documents import fingerprint_of
from agreements.compliance.models import Evaluation
from app.api import ApiSchema, Id, Moment, member
from commitments.delivery.models import Source


class ReceiptSchema(ApiSchema):
    """A statement of the party that holds a right; without `received_on` it says that it did not receive it.

    `source` and `said_on` say how and when the party told it, if a coordinator recorded it on its behalf. A withdrawn
    one has the reason, which is empty if a later statement followed it.
    """

    id = Id("the statement")
    right_id = Id("the right")
    received_on = fields.Date(required=True, allow_none=True)
    text = fields.String(required=True)
    source = member(Source, required=True, allow_none=True)
    said_on = fields.Date(required=True, allow_none=True)
    stated_at = Moment(required=True)
    withdrawn_at = Moment(required=True, allow_none=True)
    withdrawal_reason = fields.String(required=True)


class EvaluationSchema(ApiSchema):
    """An issued evaluation of an agreement. `sha256` is the hash of its content, to which its QR code leads."""

    id = Id("the evaluation")
    agreement_id = Id("the agreement")
    year = fields.Integer(required=True)
    version = fields.Integer(required=True)
    issued_at = Moment(required=True)
    sha256 = fields.String(required=True)

    def read_sha256(self, evaluation: Evaluation) -> str:
        """Return the hash of the content."""
        return fingerprint_of(evaluation)

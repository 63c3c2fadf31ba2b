"""API schemas of compliance: statements about rights, and issued evaluations."""

from __future__ import annotations

from marshmallow import fields

from agreements.compliance.documents import fingerprint_of
from agreements.compliance.models import Evaluation
from app.api import ApiSchema, Id, Moment


class ReceiptSchema(ApiSchema):
    """A statement of the party that holds a right that it received it. A withdrawn one has the reason."""

    id = Id("the statement")
    right_id = Id("the right")
    received_on = fields.Date(required=True)
    text = fields.String(required=True)
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

"""API of the record of a delivery."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump, validate

from app.api import Api, ApiSchema, QueryString
from app.clock import utc_now
from app.pdf.rules import as_lines
from commitments.receipts import policies, views
from commitments.receipts.forms import RecordForm, SignedForm
from commitments.receipts.paper import details_of
from commitments.receipts.queries import record_of
from commitments.registry.models import Commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.receipts", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>/delivery-record"


class CoveredSchema(ApiSchema):
    """A criterion that a record covers, as worded when it was saved."""

    number = fields.Integer(required=True)
    wording = fields.String(required=True)


class ProofSchema(ApiSchema):
    """A piece of evidence that a record lists. A link has no hash; evidence of all criteria has no criterion."""

    name = fields.String(required=True)
    sha256 = fields.String(required=True)
    criterion = fields.Integer(required=True, allow_none=True)


class DeliveryRecordSchema(ApiSchema):
    """The text of the record of a delivery, as saved or the default. Without a number it is a draft."""

    number = fields.String(required=True)
    dated = fields.Date(required=True)
    place = fields.String(required=True)
    handed_over = fields.String(required=True)
    items = fields.List(fields.Nested(CoveredSchema), required=True)
    evidence = fields.List(fields.Nested(ProofSchema), required=True)
    closing = fields.String(required=True)
    signatories = fields.String(required=True, metadata={"description": "One per line: name; position; organisation."})

    @pre_dump
    def gather(self, commitment: Commitment, **_options: Any) -> Any:
        """Return the record of a commitment."""
        details = details_of(commitment, record_of(commitment.id), utc_now())
        names = ("number", "dated", "place", "handed_over", "items", "evidence", "closing")
        return {name: getattr(details, name) for name in names} | {"signatories": as_lines(details.signatories)}


class RecordQuery(QueryString):
    """Options of the document."""

    lang = fields.String(
        validate=validate.Length(max=8), metadata={"description": "The language of the document: `id` or `en`."}
    )


api.resource(PATH, policies.write_receipt, DeliveryRecordSchema, summary="Read the text of the record of a delivery.")
api.act(
    PATH,
    views.write,
    takes=RecordForm,
    example={"number": "DEMO/BAST/09/2026", "handed_over": "Katalog data sensor, satu berkas"},
    gives=DeliveryRecordSchema,
    method="PATCH",
    summary="Change the text of the record of a delivery.",
)
api.download(f"{PATH}/pdf", views.pdf, query=RecordQuery)
api.act(
    f"{PATH}/signed",
    views.add_signed,
    takes=SignedForm,
    required=("file",),
    gives=CommitmentSchema,
    changes=False,
    summary="Add the signed record of a delivery to its evidence.",
)

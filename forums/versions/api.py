"""The API of versions: amend approved minutes, change the wording of decisions, discard a draft."""

from __future__ import annotations

from marshmallow import fields, validate

from app.api import Api, QueryString
from forums.decisions.schemas import DecisionSchema
from forums.minutes.schemas import MinutesSchema
from forums.versions import views
from forums.versions.forms import AmendForm, RewordForm

api = Api("versions", area="forums", tag="Minutes")


class ComparisonQuery(QueryString):
    """Which texts are compared; by default the latest one and what it is compared with."""

    old = fields.String(
        validate=validate.Length(max=40),
        metadata={"description": "The earlier text: a version, such as `1`, or `1-circulated` as it was circulated."},
    )
    new = fields.String(validate=validate.Length(max=40), metadata={"description": "The later text, named likewise."})
    lang = fields.String(
        validate=validate.Length(max=8), metadata={"description": "The language of the document: `id` or `en`."}
    )


MINUTES = "/minutes/<uuid:minutes_id>"

api.act(
    f"{MINUTES}/amend",
    views.amend,
    takes=AmendForm,
    example={"reason": "Tanggal penyerahan katalog keliru", "asked_by": "Dinas Kesehatan, surat 12/2026"},
    gives=MinutesSchema,
    creates=True,
    summary="Begin a new version of approved minutes, which stay in force until it is approved.",
)
api.act(
    f"{MINUTES}/discard",
    views.discard,
    gives=MinutesSchema,
    summary="Delete a new version that was not circulated yet.",
)
api.download(
    "/sessions/<uuid:session_id>/minutes/compare/pdf",
    views.comparison_pdf,
    query=ComparisonQuery,
    summary="Download what differs between two texts of the minutes as PDF.",
)
api.act(
    "/decisions/<uuid:decision_id>/reword",
    views.reword,
    takes=RewordForm,
    example={"text": "Formulir izin disatukan mulai Februari"},
    gives=DecisionSchema,
    summary="Change the wording of a decision in the open new version of its minutes.",
)

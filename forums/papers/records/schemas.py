"""The API schema of records of agreement."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id
from app.pdf.rules import as_lines
from forums.papers.records.queries import record_of
from forums.papers.records.texts import current
from forums.scheduling.models import Session


class PointSchema(ApiSchema):
    """An agreed point: a decision as worded when the record was saved."""

    id = Id("the decision")
    code = fields.String(required=True)
    text = fields.String(required=True)


class AgreementRecordSchema(ApiSchema):
    """The text of a session's record of agreement, as saved or the default. Without a number it is a draft."""

    number = fields.String(required=True)
    dated = fields.Date(required=True)
    place = fields.String(required=True)
    opening = fields.String(required=True)
    points = fields.List(fields.Nested(PointSchema), required=True)
    closing = fields.String(required=True)
    signatories = fields.String(required=True, metadata={"description": "One per line: name; position; organisation."})

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> Any:
        """Return the record of a session."""
        details = current(session, record_of(session.id))
        names = ("number", "dated", "place", "opening", "points", "closing")
        return {name: getattr(details, name) for name in names} | {"signatories": as_lines(details.signatories)}

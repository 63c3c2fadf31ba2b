"""API schemas of redactions."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedPerson, member
from forums.redaction.actions import marks_of
from forums.redaction.models import LegalBasis, Redaction, RedactionState
from forums.redaction.rules import Mark


class MarkSchema(ApiSchema):
    """What is withheld of one part. `sentences` are positions from 0; `until` is the last day, null for no end."""

    part = fields.String(required=True)
    sentences = fields.List(fields.Integer(), required=True)
    basis = fields.String(required=True, allow_none=True, metadata={"enum": [*(one.value for one in LegalBasis), None]})
    other_basis = fields.String(required=True)
    until = fields.Date(required=True, allow_none=True)
    instead = fields.String(required=True)


class RedactionSchema(ApiSchema):
    """What one edition of published minutes withholds; `answer` is the reason for a refusal."""

    id = Id("the redaction")
    minutes_id = Id("the minutes")
    state = member(RedactionState, required=True)
    kept = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    begun_at = Moment(required=True)
    marked_by = fields.Nested(NamedPerson, required=True)
    proposed_at = Moment(required=True, allow_none=True)
    decided_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    answer = fields.String(required=True)
    marks = fields.List(fields.Nested(MarkSchema), required=True)

    def read_marks(self, redaction: Redaction) -> list[Mark]:
        """Return what is withheld."""
        return marks_of(redaction)

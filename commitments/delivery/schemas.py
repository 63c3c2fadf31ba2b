"""API schemas of timeline entries and evidence."""

from __future__ import annotations

from flask import url_for
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedPerson, member
from commitments.delivery.models import Act, Evidence, Situation, Source
from commitments.verification.rules import Finding


class EvidenceSchema(ApiSchema):
    """A piece of evidence: a file, with the URL that serves it, or a link.

    `criterion` is the number of the acceptance criterion that it shows, from 1; null if it shows all of them.
    """

    id = Id("the piece of evidence")
    name = fields.String(required=True)
    href = fields.String(required=True)
    criterion = fields.Integer(required=True, allow_none=True)
    taken_at = Moment(required=True, allow_none=True)

    def read_name(self, evidence: Evidence) -> str:
        """Return the name of the file, or the link itself."""
        return evidence.file.name if evidence.file else evidence.link or ""

    def read_href(self, evidence: Evidence) -> str:
        """Return the URL of the file in this API, or the external link."""
        if evidence.file is None:
            return evidence.link or ""
        return url_for("api.commitments.delivery.evidence", evidence_id=evidence.id)


class CriterionFindingSchema(ApiSchema):
    """What the verifier found for one acceptance criterion, in the wording of that time; `criterion` counts from 1."""

    criterion = fields.Integer(required=True, attribute="number")
    wording = fields.String(required=True)
    finding = member(Finding, required=True)
    note = fields.String(required=True)


class UpdateSchema(ApiSchema):
    """A timeline entry; `source` is set if it was recorded on the party's behalf."""

    id = Id("the timeline entry")
    act = member(Act, required=True)
    at = Moment(required=True)
    by = fields.Nested(NamedPerson, required=True)
    text = fields.String(required=True)
    challenges = fields.String(required=True)
    help_needed = fields.Boolean(required=True)
    situation = member(Situation, required=True, allow_none=True)
    progress = fields.Integer(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True)
    source = member(Source, required=True, allow_none=True)
    said_on = fields.Date(required=True, allow_none=True)
    evidence = fields.List(fields.Nested(EvidenceSchema), required=True)
    findings = fields.List(fields.Nested(CriterionFindingSchema), required=True)

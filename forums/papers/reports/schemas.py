"""The API schema of reports to leadership."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, member
from app.clock import utc_now
from forums.papers.models import Nature
from forums.papers.reports.queries import newest_minutes, report_of
from forums.papers.reports.texts import current
from forums.scheduling.models import Session


class ReportSchema(ApiSchema):
    """The text of a session's report to leadership, as saved or the default. Without a number it is a draft."""

    number = fields.String(required=True)
    dated = fields.Date(required=True)
    addressee = fields.String(required=True)
    sender = fields.String(required=True)
    copies = fields.List(fields.String(), required=True)
    nature = member(Nature, required=True)
    enclosures = fields.String(required=True)
    subject = fields.String(required=True)
    opening = fields.String(required=True)
    summary = fields.String(required=True)
    requests = fields.String(required=True)
    remarks = fields.String(required=True)
    closing = fields.String(required=True)
    signatory_position = fields.String(required=True)
    signatory_name = fields.String(required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> Any:
        """Return the report of a session."""
        return current(session, report_of(session.id), newest_minutes(session), utc_now())

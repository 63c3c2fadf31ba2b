"""The API schema of invitation letters."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, member
from app.clock import utc_now
from forums.papers.letters import current
from forums.papers.models import Nature
from forums.papers.queries import letter_of
from forums.scheduling.models import Session


class LetterSchema(ApiSchema):
    """The text of a session's letter, as saved or the default. Without a number it is a draft."""

    number = fields.String(required=True)
    dated = fields.Date(required=True)
    place = fields.String(required=True)
    nature = member(Nature, required=True)
    enclosures = fields.String(required=True)
    subject = fields.String(required=True)
    opening = fields.String(required=True)
    closing = fields.String(required=True)
    signatory_position = fields.String(required=True)
    signatory_name = fields.String(required=True)
    copies = fields.List(fields.String(), required=True)
    disposition = fields.Boolean(
        required=True, metadata={"description": "Whether a sheet for the recipient's instructions follows the letter."}
    )

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> Any:
        """Return the letter of a session."""
        return current(session, letter_of(session.id), utc_now())

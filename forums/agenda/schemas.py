"""API schemas of agenda items."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.redaction.titles import title_for


class AgendaItemSchema(ApiSchema):
    """One item. The presenter is a person, an organisation, or a free-text name; `minutes` are allotted.

    `question` is what is to be decided, in one line.
    """

    id = Id("the agenda item")
    session_id = Id("the session")
    position = fields.Integer(required=True)
    title = fields.String(required=True)
    question = fields.String(required=True)
    purpose = member(Purpose, required=True)
    presenter_person = fields.Nested(NamedPerson, required=True, allow_none=True)
    presenter_organisation = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    presenter_name = fields.String(required=True)
    minutes = fields.Integer(required=True)
    minutes_used = fields.Integer(required=True, allow_none=True)
    state = member(ItemState, required=True)
    under_discussion = fields.Boolean(required=True, attribute="is_under_discussion")
    started_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    proposed_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    proposed_at = Moment(required=True)
    reason = fields.String(required=True)
    carried_from_id = Id("the agenda item of an earlier session from which it was carried over", allow_none=True)

    def read_title(self, item: AgendaItem) -> str:
        """Return the title, or what the user reads in its place if the published minutes withhold it."""
        return title_for(current_user, item)

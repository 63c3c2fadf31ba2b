"""API schemas of agenda items."""

from __future__ import annotations

from datetime import datetime

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.clock import utc_now
from forums.agenda import queries
from forums.agenda.context import timing_of
from forums.agenda.models import AgendaItem, ItemState, Purpose, Resolution
from forums.agenda.rows import TemplateItem
from forums.agenda.timing import Timing
from forums.redaction.titles import hidden_titles, title_for
from forums.scheduling.models import Session


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
    carried_times = fields.Integer(required=True)
    asks_for_resolution = fields.Boolean(required=True)
    resolution = member(Resolution, required=True, allow_none=True)
    late = fields.Boolean(required=True)

    def read_title(self, item: AgendaItem) -> str:
        """Return the title, or what the user reads in its place if the published minutes withhold it."""
        return title_for(current_user, item)

    def read_question(self, item: AgendaItem) -> str:
        """Return what is to be decided; "" if the published minutes withhold the title."""
        return "" if item.id in hidden_titles(current_user, item.session) else item.question

    def read_reason(self, item: AgendaItem) -> str:
        """Return the reason for the state; "" if the published minutes withhold the title."""
        return "" if item.id in hidden_titles(current_user, item.session) else item.reason


class UsualItemSchema(ApiSchema):
    """An item of the forum's template, which the agenda shows until the session has items of its own."""

    title = fields.String(required=True)
    purpose = member(Purpose, required=True)
    minutes = fields.Integer(required=True)


class TimingSchema(ApiSchema):
    """The minutes that the agenda plans, those of the session, and how many are free or too many."""

    planned = fields.Integer(required=True)
    length = fields.Integer(required=True)
    free = fields.Integer(required=True)
    over = fields.Integer(required=True)


class AgendaSchema(ApiSchema):
    """The agenda of a session as its page shows it. `template` is empty once the session has items of its own."""

    session_id = Id("the session", attribute="id")
    closes_at = Moment(required=True, allow_none=True)
    timing = fields.Nested(TimingSchema, required=True)
    template = fields.List(fields.Nested(UsualItemSchema), required=True)

    def read_closes_at(self, session: Session) -> datetime | None:
        """Return when the agenda closes for proposals."""
        return queries.closes_at(session)

    def read_timing(self, session: Session) -> Timing:
        """Return the timing of the agenda."""
        return timing_of(session, utc_now())

    def read_template(self, session: Session) -> list[TemplateItem]:
        """Return the items of the template while the session has none."""
        return [] if queries.has_agenda(session.id) else queries.template(session.forum)

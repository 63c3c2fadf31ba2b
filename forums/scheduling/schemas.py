"""How forums and sessions look to programs."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Moment, Named, member
from app.calendars.labels import describe
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import utc_now
from app.organisations.models import Sector
from forums.scheduling.horizon import recurrence_of
from forums.scheduling.labels import position_of
from forums.scheduling.models import (
    Capacity,
    DecisionRule,
    ForumKind,
    ForumRole,
    Mode,
    Participant,
    Series,
    Session,
    SessionState,
)
from forums.scheduling.queries import is_inside


class TemplateItemSchema(ApiSchema):
    """An item with which every session's agenda begins."""

    title = fields.String(required=True)
    purpose = fields.String(required=True)
    minutes = fields.Integer(required=True)


class ForumSchema(ApiSchema):
    """A forum with its charter. Seats, participants and schedule have addresses of their own."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    kind = member(ForumKind, required=True)
    circle_id = fields.UUID(required=True)
    classification = member(Classification, required=True, attribute="circle.classification")
    goal = fields.String(required=True)
    purpose = fields.String(required=True)
    ground_rules = fields.String(required=True)
    decision_rule = member(DecisionRule, required=True)
    quorum_share = fields.Integer(required=True)
    quorum_sectors = fields.List(fields.String(), required=True)
    timezone = fields.String(required=True)
    minutes = fields.Integer(required=True)
    mode = member(Mode, required=True)
    place = fields.String(required=True)
    link = fields.String(required=True)
    holiday_rule = member(HolidayRule, required=True)
    reminder_days = fields.List(fields.Integer(), required=True)
    agenda_template = fields.List(fields.Nested(TemplateItemSchema), required=True)
    language = fields.String(required=True)
    created_at = Moment(required=True)
    archived_at = Moment(required=True, allow_none=True)


class NamedForum(Named):
    """A forum that something belongs to."""

    slug = fields.String(required=True)


class SeatSchema(ApiSchema):
    """An organisation's place in a forum."""

    id = fields.UUID(required=True)
    organisation = fields.Nested(Named, required=True)
    sector = member(Sector, required=True)
    observer = fields.Boolean(required=True)
    position = fields.Integer(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)


class ParticipantSchema(ApiSchema):
    """A person who takes part in a forum, for a seat."""

    id = fields.UUID(required=True)
    person = fields.Nested(Named, required=True)
    position = fields.String(required=True)
    seat_id = fields.UUID(required=True)
    organisation = fields.Nested(Named, required=True, attribute="seat.organisation")
    role = member(ForumRole, required=True)
    joined_at = Moment(required=True)
    capacity = member(Capacity, required=True)
    acting_as = fields.String(required=True)
    basis = fields.String(required=True)
    place_of_id = fields.UUID(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)

    def read_position(self, participant: Participant) -> str:
        """The office in which they take part, in the person's language."""
        return position_of(participant)


class SeriesSchema(ApiSchema):
    """A rule by which a forum meets: RFC 5545 and in words. `first_start` is wall time in `timezone`."""

    id = fields.UUID(required=True)
    rule = fields.String(required=True)
    words = fields.String(required=True)
    first_start = fields.String(required=True, metadata={"examples": ["2027-01-05T09:00:00"]})
    timezone = fields.String(required=True)
    minutes = fields.Integer(required=True)
    created_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)

    def read_first_start(self, series: Series) -> str:
        """Wall time, without an offset."""
        return series.first_start.isoformat()

    def read_words(self, series: Series) -> str:
        """The rule in the person's language."""
        return describe(recurrence_of(series))


class NamedSession(ApiSchema):
    """A session that something belongs to."""

    id = fields.UUID(required=True)
    forum = fields.Nested(NamedForum, required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    timezone = fields.String(required=True)
    state = member(SessionState, required=True)


class SessionSchema(ApiSchema):
    """One sitting. `slot` is where its rule put it; what holidays propose waits for somebody's decision.

    `proposed_starts_at` is where one would move it; with `merge_proposed` it would be merged with the next session.
    Presider and minute-taker are null for who is no part of the forum, a public one.
    """

    id = fields.UUID(required=True)
    forum = fields.Nested(NamedForum, required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    timezone = fields.String(required=True)
    series_id = fields.UUID(required=True, allow_none=True)
    slot = Moment(required=True, allow_none=True)
    proposed_starts_at = Moment(required=True, allow_none=True)
    merge_proposed = fields.Boolean(required=True)
    because = fields.String(required=True)
    state = member(SessionState, required=True)
    under_way = fields.Boolean(required=True)
    mode = member(Mode, required=True)
    place = fields.String(required=True)
    link = fields.String(required=True)
    presider = fields.Nested(Named, required=True, allow_none=True)
    minute_taker = fields.Nested(Named, required=True, allow_none=True)
    opened_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)

    def read_presider(self, session: Session) -> Any:
        """Who presides, for the forum's own people."""
        return session.presider if is_inside(current_user, session.forum_id) else None

    def read_minute_taker(self, session: Session) -> Any:
        """Who takes the minutes, for the forum's own people."""
        return session.minute_taker if is_inside(current_user, session.forum_id) else None

    def read_under_way(self, session: Session) -> bool:
        """Whether it was opened and not closed, or its time is now."""
        return session.is_under_way(utc_now())

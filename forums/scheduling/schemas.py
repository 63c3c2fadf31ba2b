"""API schemas of forums and sessions."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.calendars.labels import describe
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import utc_now
from app.organisations.models import Sector
from forums.scheduling.google import google_link
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
    """An initial item of every session's agenda."""

    title = fields.String(required=True)
    purpose = fields.String(required=True)
    minutes = fields.Integer(required=True)


class ForumSchema(ApiSchema):
    """A forum with its charter. Seats, participants and schedule are separate resources."""

    id = Id("the forum")
    slug = fields.String(required=True)
    name = fields.String(required=True)
    kind = member(ForumKind, required=True)
    circle_id = Id("the circle of the forum, to which its commitments belong")
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
    phrases = fields.List(fields.String(), required=True)
    agenda_closes = fields.Integer(required=True, allow_none=True)
    language = fields.String(required=True)
    created_at = Moment(required=True)
    archived_at = Moment(required=True, allow_none=True)


class NamedForum(ApiSchema):
    """The forum of an object."""

    id = Id("the forum")
    name = fields.String(required=True)
    slug = fields.String(required=True)


class SeatSchema(ApiSchema):
    """A seat of an organisation in a forum."""

    id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True)
    sector = member(Sector, required=True)
    observer = fields.Boolean(required=True)
    position = fields.Integer(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)


class ParticipantSchema(ApiSchema):
    """A person who takes part in a forum, for a seat."""

    id = Id("the participant")
    person = fields.Nested(NamedPerson, required=True)
    position = fields.String(required=True)
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    role = member(ForumRole, required=True)
    joined_at = Moment(required=True)
    capacity = member(Capacity, required=True)
    acting_as = fields.String(required=True)
    basis = fields.String(required=True)
    place_of_id = Id("the participant whose office the person holds", allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)

    def read_position(self, participant: Participant) -> str:
        """Return the position in which they serve, in the user's language."""
        return position_of(participant)


class SeriesSchema(ApiSchema):
    """A rule by which a forum meets, as RFC 5545 and in words. `first_start` is local time in `timezone`."""

    id = Id("the schedule")
    rule = fields.String(required=True)
    words = fields.String(required=True)
    first_start = fields.String(required=True, metadata={"examples": ["2027-01-05T09:00:00"]})
    timezone = fields.String(required=True)
    minutes = fields.Integer(required=True)
    created_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)

    def read_first_start(self, series: Series) -> str:
        """Return the local time, without an offset."""
        return series.first_start.isoformat()

    def read_words(self, series: Series) -> str:
        """Return the rule in words, in the user's language."""
        return describe(recurrence_of(series))


class NamedSession(ApiSchema):
    """The session of an object."""

    id = Id("the session")
    forum = fields.Nested(NamedForum, required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    timezone = fields.String(required=True)
    state = member(SessionState, required=True)


class SessionSchema(ApiSchema):
    """One session. `slot` is the start given by its rule; what is proposed because of a holiday has to be confirmed.

    `proposed_starts_at` is the proposed date; with `merge_proposed`, merging with the next session is proposed.
    Presider and minute-taker are null for users who do not belong to the (public) forum.
    """

    id = Id("the session")
    forum = fields.Nested(NamedForum, required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    timezone = fields.String(required=True)
    series_id = Id("the schedule that the session follows; null for a session outside one", allow_none=True)
    slot = Moment(required=True, allow_none=True)
    proposed_starts_at = Moment(required=True, allow_none=True)
    merge_proposed = fields.Boolean(required=True)
    because = fields.String(required=True)
    state = member(SessionState, required=True)
    under_way = fields.Boolean(required=True)
    mode = member(Mode, required=True)
    place = fields.String(required=True)
    link = fields.String(required=True)
    presider = fields.Nested(NamedPerson, required=True, allow_none=True)
    minute_taker = fields.Nested(NamedPerson, required=True, allow_none=True)
    opened_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    google_calendar_href = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Opens the form of Google Calendar; null if it is over or its forum is secret."},
    )

    def read_google_calendar_href(self, session: Session) -> str | None:
        """Return the link to Google Calendar, or null if there is none."""
        return google_link(session) or None

    def read_presider(self, session: Session) -> Any:
        """Return the presider, or null outside the forum."""
        return session.presider if is_inside(current_user, session.forum_id) else None

    def read_minute_taker(self, session: Session) -> Any:
        """Return the minute-taker, or null outside the forum."""
        return session.minute_taker if is_inside(current_user, session.forum_id) else None

    def read_under_way(self, session: Session) -> bool:
        """Whether it was opened and not closed, or it is now between its start and end."""
        return session.is_under_way(utc_now())

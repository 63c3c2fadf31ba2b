"""How sessions that meet a holiday look to programs."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Moment, member
from forums.holidays.queries import Meeting
from forums.holidays.rules import Decision
from forums.scheduling.schemas import NamedSession


class MeetingSchema(ApiSchema):
    """A session and the holiday that it meets: what is proposed, and to which instants it can move instead.

    No holiday: it went, and the proposal with it is still to be decided on.
    """

    session = fields.Nested(NamedSession, required=True)
    holiday = fields.String(required=True, allow_none=True)
    estimated = fields.Boolean(required=True)
    proposed = member(Decision, required=True)
    proposed_starts_at = Moment(required=True, allow_none=True)
    forward = Moment(required=True, allow_none=True, attribute="ways.forward")
    backward = Moment(required=True, allow_none=True, attribute="ways.backward")
    merged = fields.Boolean(required=True, attribute="ways.merged")

    def read_holiday(self, meeting: Meeting) -> str | None:
        """Its name, if there is one."""
        return meeting.holiday.name if meeting.holiday else None

    def read_estimated(self, meeting: Meeting) -> bool:
        """Whether the day is still to be decreed."""
        return meeting.holiday is not None and meeting.holiday.estimated


class ReviewSchema(ApiSchema):
    """The sessions of a year on which somebody is to decide: the first hundred of `total`, and whether its joint leave
    is decreed.
    """

    year = fields.Integer(required=True)
    decreed = fields.Boolean(required=True)
    total = fields.Integer(required=True)
    sessions = fields.List(fields.Nested(MeetingSchema), required=True)

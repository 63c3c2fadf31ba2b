"""API schemas of sessions that fall on a holiday."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Moment, member
from forums.holidays.queries import Meeting
from forums.holidays.rules import Decision
from forums.scheduling.schemas import NamedSession


class MeetingSchema(ApiSchema):
    """A session and its holiday, with the proposed decision and the instants to which it can be moved.

    `holiday` is null if it was removed while the proposal is still undecided.
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
        """Return the name of the holiday, or null."""
        return meeting.holiday.name if meeting.holiday else None

    def read_estimated(self, meeting: Meeting) -> bool:
        """Return whether the day has not been decreed yet."""
        return meeting.holiday is not None and meeting.holiday.estimated


class ReviewSchema(ApiSchema):
    """The sessions of a year that need a decision: the first hundred of `total`.

    `decreed` is whether the joint leave of the year has been decreed.
    """

    year = fields.Integer(required=True)
    decreed = fields.Boolean(required=True)
    total = fields.Integer(required=True)
    sessions = fields.List(fields.Nested(MeetingSchema), required=True)

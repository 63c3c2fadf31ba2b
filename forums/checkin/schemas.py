"""API schemas of check-in."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, member
from forums.attendance.models import Presence
from forums.attendance.queries import record_of
from forums.checkin import queries
from forums.checkin.labels import check_in_of
from forums.checkin.models import GuestState
from forums.scheduling.models import Session


class OwnPresenceSchema(ApiSchema):
    """Your own presence at a session, and when you can check in. `presence` is null if nothing is recorded."""

    presence = member(Presence, required=True, allow_none=True)
    arrived_at = Moment(required=True, allow_none=True)
    left_at = Moment(required=True, allow_none=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the record of the current user."""
        place = queries.place_of(current_user, session)
        record = record_of(session.id, place) if place else None
        opens, closes = queries.window_of(session)
        return {
            "presence": record.presence if record else None,
            "arrived_at": record.arrived_at if record else None,
            "left_at": record.left_at if record else None,
            "opens_at": opens,
            "closes_at": closes,
        }


class CheckInCodeSchema(ApiSchema):
    """The check-in page of a session; null for sessions of secret forums, and for those that do not take place."""

    address = fields.String(required=True, allow_none=True)
    short_address = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the address and the code of a session."""
        found = check_in_of(session)
        opens, closes = queries.window_of(session)
        return {
            "address": found.address if found else None,
            "short_address": found.short_address if found else None,
            "code": found.code if found else None,
            "opens_at": opens,
            "closes_at": closes,
        }


class GuestSchema(ApiSchema):
    """A person who checked in without an account. `seat_id` is null for guests without a seat."""

    id = Id("the guest")
    name = fields.String(required=True)
    position = fields.String(required=True)
    organisation = fields.String(required=True)
    representing = fields.String(required=True)
    state = member(GuestState, required=True)
    entered_at = Moment(required=True)
    arrived_at = Moment(required=True, allow_none=True)
    seat_id = Id("the seat for which they are recorded; null for a guest without a seat", allow_none=True)

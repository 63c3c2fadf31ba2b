"""API schemas of future participants."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Moment, Named, member
from forums.scheduling.models import Capacity, ForumRole


class ArrivalSchema(ApiSchema):
    """A person who takes part for a seat from the day `since` on."""

    id = fields.UUID(required=True)
    person = fields.Nested(Named, required=True)
    seat_id = fields.UUID(required=True)
    organisation = fields.Nested(Named, required=True, attribute="seat.organisation")
    role = member(ForumRole, required=True)
    capacity = member(Capacity, required=True)
    acting_as = fields.String(required=True)
    basis = fields.String(required=True)
    place_of_id = fields.UUID(required=True, allow_none=True)
    since = fields.Date(required=True)
    last_day = fields.Date(required=True, allow_none=True)
    entered_at = Moment(required=True)

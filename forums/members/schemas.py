"""API schemas of future participants."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from forums.scheduling.models import Capacity, ForumRole


class ArrivalSchema(ApiSchema):
    """A person who takes part for a seat from the day `since` on."""

    id = Id("the participant")
    person = fields.Nested(NamedPerson, required=True)
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    role = member(ForumRole, required=True)
    capacity = member(Capacity, required=True)
    acting_as = fields.String(required=True)
    basis = fields.String(required=True)
    place_of_id = Id("the participant whose office the person holds", allow_none=True)
    since = fields.Date(required=True)
    last_day = fields.Date(required=True, allow_none=True)
    entered_at = Moment(required=True)

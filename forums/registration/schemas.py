"""API schemas of registrations, for organisers."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, member
from app.clock import utc_now
from forums.registration import actions, queries
from forums.registration.labels import registration_address
from forums.registration.models import RegistrationState
from forums.registration.queries import Figures
from forums.scheduling.models import Session


class RegistrationSchema(ApiSchema):
    """A registration; without name and address once these were erased."""

    id = Id("the registration")
    turn = fields.Integer(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    state = member(RegistrationState, required=True)
    consented_at = Moment(required=True)
    cancelled_at = Moment(required=True, allow_none=True)
    came = fields.Boolean(required=True, allow_none=True)


class OpeningSchema(ApiSchema):
    """The registration settings of a session: whether it is open, its terms, and the numbers by status."""

    is_open = fields.Boolean(required=True)
    address = fields.String(required=True, allow_none=True)
    capacity = fields.Integer(required=True, allow_none=True)
    retention_days = fields.Integer(required=True, allow_none=True)
    erased_at = Moment(required=True, allow_none=True)
    confirmed = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    came = fields.Integer(required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the registration settings of a session with its numbers."""
        opening = queries.opening_of(session.id)
        figures = queries.figures(opening) if opening else Figures()
        return {
            "is_open": opening is not None and actions.is_open(opening, at=utc_now()),
            "address": registration_address(session) if opening else None,
            "capacity": opening.capacity if opening else None,
            "retention_days": opening.retention_days if opening else None,
            "erased_at": opening.erased_at if opening else None,
            "confirmed": figures.confirmed,
            "waiting": figures.waiting,
            "cancelled": figures.cancelled,
            "came": figures.came,
        }

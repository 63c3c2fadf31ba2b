"""The API schema of requests for cooperation."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from cooperation.requests import policies
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import Applicant, Contribution, RequestState


class CooperationRequestSchema(ApiSchema):
    """A request for cooperation from outside. Address and telephone are only for those who answer it."""

    id = Id("the request")
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = member(RequestState, required=True)
    state_since = fields.Date(required=True)
    applicant = member(Applicant, required=True)
    organisation_name = fields.String(required=True)
    organisation = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    wish = fields.String(required=True)
    brings = fields.List(member(Contribution), required=True)
    expectations = fields.String(required=True)
    benefit = fields.String(required=True)
    contact_name = fields.String(required=True)
    contact_email = fields.String(required=True, allow_none=True)
    contact_phone = fields.String(required=True, allow_none=True)
    received_at = Moment(required=True)
    answer_due = fields.Date(required=True)
    answered_at = Moment(required=True, allow_none=True)
    holder = fields.Nested(NamedPerson, required=True, allow_none=True)

    def read_brings(self, request: CooperationRequest) -> list[Contribution]:
        """Return what the applicant brings."""
        return [Contribution(one) for one in request.brings]

    def read_contact_email(self, request: CooperationRequest) -> Any:
        """Return the address of the applicant."""
        return request.contact_email if policies.answer_request(current_user, request) else None

    def read_contact_phone(self, request: CooperationRequest) -> Any:
        """Return the telephone number of the applicant."""
        return request.contact_phone if policies.answer_request(current_user, request) else None

"""API schemas of the review of minutes."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.organisations.models import Sector
from forums.minutes.models import Minutes
from forums.review import queries
from forums.review.models import Source
from forums.review.rules import PartyAnswer
from forums.scheduling.models import Forum


class ReviewingPartySchema(ApiSchema):
    """A party to circulated minutes. `recorded` is how it informed the coordinator who recorded its agreement.

    `note` is the evidence of that. An agreement `before_last_change` is older than the last change of the text that no
    party had proposed; it does not count for approval before the end of the window.
    """

    seat_id = Id("the seat")
    organisation = fields.String(required=True)
    sector = member(Sector, required=True)
    answer = member(PartyAnswer, required=True)
    agreed_at = Moment(required=True, allow_none=True)
    recorded = member(Source, required=True, allow_none=True, attribute="source")
    note = fields.String(required=True)
    corrections = fields.Integer(required=True)
    before_last_change = fields.Boolean(required=True, attribute="is_outdated")


class PartiesSchema(ApiSchema):
    """What the parties answered to circulated minutes."""

    minutes_id = Id("the minutes", attribute="id")
    correction_until = Moment(required=True, allow_none=True)
    parties = fields.List(fields.Nested(ReviewingPartySchema), required=True)

    def read_parties(self, minutes: Minutes) -> list[Any]:
        """Return the parties in the order of their seats."""
        return list(queries.parties(minutes, minutes.session))


class OpinionSchema(ApiSchema):
    """What a party that was asked thinks of a correction; `approves` is null until it answers."""

    id = Id("the opinion")
    correction_id = Id("the correction")
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    asked_at = Moment(required=True)
    approves = fields.Boolean(required=True, allow_none=True)
    reason = fields.String(required=True)
    by = fields.Nested(NamedPerson, required=True, allow_none=True)
    at = Moment(required=True, allow_none=True)


class DeputySchema(ApiSchema):
    """Who may approve the minutes of a forum in place of the presider; null if the forum named nobody.

    `days` is the number of days after the time for corrections.
    """

    person = fields.Nested(NamedPerson, required=True, allow_none=True)
    days = fields.Integer(required=True, allow_none=True)

    @pre_dump
    def find(self, forum: Forum, **_options: Any) -> Any:
        """Return the deputy of the forum."""
        return queries.deputy_of(forum.id) or {"person": None, "days": None}

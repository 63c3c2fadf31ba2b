"""The API of both directions: the figures of a period."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from alignment.voices import policies, queries
from alignment.voices.rules import Raiser, figures
from alignment.voices.views import chosen
from app.api import Api, ApiSchema, member, query_args
from app.api.queries import QueryString
from app.clock import today
from app.web.policies import guarded

api = Api("alignment.voices", area="alignment", tag="Alignment")


class VoicesQuery(QueryString):
    """The period, by default the last 365 days."""

    since = fields.Date(data_key="from", metadata={"description": "The first day."})
    until = fields.Date(metadata={"description": "The last day."})


class RaiserSchema(ApiSchema):
    """What one raiser raised: how much was answered, came onto the agenda and was decided; `days`: median time."""

    raiser = member(Raiser, required=True)
    raised = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    taken_up = fields.Integer(required=True)
    decided = fields.Integer(required=True)
    days = fields.Integer(required=True, allow_none=True)


class VoicesSchema(ApiSchema):
    """What was raised in a period, by who raised it, in the forums that the caller may read."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    raisers = fields.List(fields.Nested(RaiserSchema), required=True)


@guarded(policies.list_voices)
def show() -> Any:
    """Read who raised what in a period, and what became of it."""
    asked = query_args()
    given = {"from": str(asked.get("since", "")), "until": str(asked.get("until", ""))}
    period = chosen(given, today())
    found = figures(queries.voices(current_user, period, today()))
    return {"since": period.since, "until": period.until, "raisers": found}


api.act("/alignment/voices", show, gives=VoicesSchema, method="GET", query=VoicesQuery)

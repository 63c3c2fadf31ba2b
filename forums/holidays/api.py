"""The API for reviewing sessions that fall on a holiday."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, validate

from app import clock
from app.api import Api, QueryString, query_args
from app.web.policies import guarded
from forums.holidays import queries, views
from forums.holidays.forms import ReviewForm
from forums.holidays.schemas import ReviewSchema
from forums.scheduling.policies import begin_session

api = Api("holiday_review", area="forums", tag="Sessions")


class YearQuery(QueryString):
    """The year to review."""

    year = fields.Integer(required=True, validate=validate.Range(1970, 2199))


@guarded(begin_session)
def show() -> dict[str, Any]:
    """List the sessions of a year that fall on a holiday and have no decision yet."""
    days, now = queries.days_of(query_args()["year"]), clock.utc_now()
    meetings = queries.waiting(current_user, days, now)
    shown = meetings[: views.PAGE]
    queries.find_ways(shown, days, now)
    return {"year": days.year, "decreed": days.decreed, "total": len(meetings), "sessions": shown}


api.act("/sessions/holidays", show, gives=ReviewSchema, method="GET", query=YearQuery)
api.act(
    "/sessions/holidays", views.decide, takes=ReviewForm, example={"year": 2027}, required=("sessions",), changes=False
)

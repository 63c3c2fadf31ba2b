"""The API of a person's own calendar feed."""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.api import Api
from app.web.policies import guarded
from forums.invitations import feed_views, policies
from forums.invitations.schemas import FeedSchema, OpenedSchema

api = Api("feeds", area="people", tag="Invitations")
FEED = "/profile/calendar"


@guarded(policies.subscribe)
def show() -> Any:
    """Read whether the user's calendar feed is active."""
    return feed_views.open_feed()


@guarded(policies.subscribe)
def subscribe() -> Any:
    """Create a new address for the user's calendar feed, returned only once; an earlier one is revoked."""
    response = current_app.json.response(OpenedSchema().dump({"address": feed_views.open_address()}))
    response.status_code = 201
    response.headers["Cache-Control"] = "no-store"
    return response


api.download("/sessions/<uuid:session_id>/calendar.ics", feed_views.of_session)
api.act(FEED, show, gives=FeedSchema, method="GET")
api.act(FEED, subscribe, gives=OpenedSchema, creates=True)
api.act(f"{FEED}/revoke", feed_views.unsubscribe, changes=False)

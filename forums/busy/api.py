"""The API of a person's external calendars."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select, select

from app.api import Api
from forums.busy import policies, views
from forums.busy.forms import FeedForm
from forums.busy.models import BusyFeed
from forums.busy.schemas import BusyFeedSchema

api = Api("busy", area="people", tag="People")
FEEDS = "/profile/busy-feeds"
FEED = "/profile/busy-feeds/<uuid:busy_feed_id>"
SORTS = {"added_at": (BusyFeed.added_at, BusyFeed.id)}


@api.list(FEEDS, policies.manage_feeds, BusyFeedSchema, sorts=SORTS)
def own() -> Select[BusyFeed]:
    """List the person's external calendars."""
    return select(BusyFeed).where(BusyFeed.person_id == current_user.id)


api.resource(
    FEED, policies.change_feed, BusyFeedSchema, summary="Read one external calendar, and whether it could be read."
)
api.act(
    FEEDS,
    views.index,
    takes=FeedForm,
    example={"address": "https://kalender.example/sari.ics"},
    gives=BusyFeedSchema,
    creates=True,
)
api.act(f"{FEED}/read", views.read, gives=BusyFeedSchema, changes=False)
api.act(FEED, views.forget, method="DELETE")

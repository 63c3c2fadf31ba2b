"""API schemas of external calendars, which never include the full address."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment
from forums.busy.labels import TROUBLES
from forums.busy.models import BusyFeed


class BusyFeedSchema(ApiSchema):
    """An external calendar; `address` shows only its host and last characters."""

    id = Id("the external calendar")
    address = fields.String(required=True, attribute="shown")
    added_at = Moment(required=True)
    awaited = fields.Boolean(required=True, metadata={"description": "Whether it is about to be read."})
    tried_at = Moment(required=True, allow_none=True)
    read_at = Moment(required=True, allow_none=True)
    busy_times = fields.Integer(required=True, attribute="times")
    trouble = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": [*TROUBLES, None], "description": "Why it could not be read the last time."},
    )

    def read_trouble(self, feed: BusyFeed) -> str | None:
        """Return the error, or null."""
        return feed.trouble or None

"""The quick lookup for programs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from marshmallow import fields, validate

from app.api import Api, QueryString, Shape, asked
from app.policy import guarded
from app.search import policies, views
from app.search.lookup import find as looked_up

api = Api("search", area="search", tag="Search")


class SearchQuery(QueryString):
    """What to look for."""

    q = fields.String(
        required=True,
        validate=validate.Length(1, views.LONGEST),
        error_messages={"required": _l("Say what to look for")},
        metadata={"description": "Part of a name or code."},
    )


class HitShape(Shape):
    """Something that was found. `href` is its page; its address for programs is the same behind `/api/v1`."""

    kind = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    href = fields.String(required=True)


class FoundShape(Shape):
    """The first that every kind of thing has to offer."""

    items = fields.List(fields.Nested(HitShape), required=True)


@guarded(policies.search)
def find() -> Any:
    """Find things by name or code."""
    return {"items": looked_up(current_user, asked()["q"])}


api.act("/search", find, gives=FoundShape, method="GET", query=SearchQuery)

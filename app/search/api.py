"""The search API."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from marshmallow import fields, validate
from sqlalchemy import select

from app.api import Api, ApiSchema, PageQuery, query_args
from app.api.cursors import cut
from app.api.problems import Fault, Unacceptable
from app.search import lookup, policies, views
from app.search.lookup import Found
from app.web.panels import Hit
from app.web.policies import guarded

api = Api("search", area="search", tag="Search", about="Search by name or code.")


class SearchQuery(PageQuery):
    """Query parameters of a search. `after` and `limit` require `kind`."""

    q = fields.String(
        required=True,
        validate=validate.Length(1, views.LONGEST),
        error_messages={"required": _l("Write what to search for")},
        metadata={"description": "Part of a name or code."},
    )
    kind = fields.String(
        metadata={
            "description": "Only results of this kind, such as `commitments`; `kinds` in the response names all kinds."
        }
    )


class HitSchema(ApiSchema):
    """A search result. `href` is its page; its API address is the same path after `/api/v1`.

    `facts` distinguish it from others with the same title: its status, dates and parties, in the language of the
    request.
    """

    kind = fields.String(required=True)
    word = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    facts = fields.List(fields.String(), required=True)
    href = fields.String(required=True)


class KindSchema(ApiSchema):
    """The number of results of one kind; counting stops at 1000, and then `capped` is true."""

    kind = fields.String(required=True)
    label = fields.String(required=True)
    total = fields.Integer(required=True)
    capped = fields.Boolean(required=True)


class FoundSchema(ApiSchema):
    """The first results of every kind, or a page of results of one kind, and the number of results of each."""

    items = fields.List(fields.Nested(HitSchema), required=True)
    kinds = fields.List(fields.Nested(KindSchema), required=True)
    total = fields.Integer(required=True)
    capped = fields.Boolean(required=True)
    next = fields.String(required=True, allow_none=True)


@guarded(policies.search)
def find() -> Any:
    """Search by name or code: the first results of every kind, or all results of one kind in pages."""
    wanted = query_args()
    counted = lookup.count(current_user, wanted["q"])
    if "kind" in wanted:
        chosen = _chosen(counted, wanted["kind"])
        hits, cursor = _after(chosen, wanted.get("after"), wanted["limit"])
        return _result(_items(chosen, hits), counted, cursor)
    if wanted.get("after"):
        raise Unacceptable(Fault("kind", _("Say of which kind the next page is"), "query"))
    found = lookup.first(counted, current_user)
    return _result([item for one in found for item in _items(one, one.hits)], counted, None)


def _after(found: Found, cursor: str | None, limit: int) -> tuple[list[Hit], str | None]:
    """Return the hits after a cursor, and the next cursor. Raises Unacceptable for a cursor of another list."""
    keys, descending = found.lookup.keys, found.lookup.descending
    rows = cut(found.query, keys, descending=descending, after=cursor, limit=limit)
    model = keys[0].class_
    chosen = select(model).where(model.id.in_([row.id for row in rows.rows]))
    ordered = chosen.order_by(*(key.desc() if descending else key for key in keys))
    return found.lookup.hits(ordered, current_user), rows.next


def _chosen(counted: list[Found], kind: str) -> Found:
    for one in counted:
        if one.kind == kind:
            return one
    known = ", ".join(one.kind for one in counted)
    raise Unacceptable(Fault("kind", _("Choose one of these: %(kinds)s", kinds=known), "query"))


def _items(found: Found, hits: Any) -> list[dict[str, Any]]:
    return [{"kind": found.kind, **Hit._asdict(hit)} for hit in hits]


def _result(items: list[dict[str, Any]], counted: list[Found], cursor: str | None) -> dict[str, Any]:
    return {
        "items": items,
        "kinds": [
            {"kind": one.kind, "label": str(one.label), "total": one.total, "capped": one.capped} for one in counted
        ],
        "total": sum(one.total for one in counted),
        "capped": any(one.capped for one in counted),
        "next": cursor,
    }


api.act("/search", find, gives=FoundSchema, method="GET", query=SearchQuery)

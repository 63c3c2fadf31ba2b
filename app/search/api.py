"""The search API."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from marshmallow import fields, validate

from app.api import Api, ApiSchema, PageQuery, query_args
from app.api.problems import Fault, Unacceptable
from app.search import facets, policies, views
from app.search.results import FACETS, Results
from app.search.views import Hit
from app.search.words import Wanted
from app.web.policies import guarded

api = Api("search", area="search", tag="Search", about="Search in names, codes and texts.")


class SearchQuery(PageQuery):
    """Query parameters of a search: the text, and values of facets that narrow the results."""

    q = fields.String(
        required=True,
        validate=validate.Length(1, views.LONGEST),
        error_messages={"required": _l("Write what to search for")},
        metadata={"description": "Words, of which all must be found, and phrases in quotes."},
    )
    kind = fields.String(metadata={"description": "Only results of this kind, such as `commitments`."})
    forum = fields.UUID(metadata={"description": "The id of the circle to which all results belong."})
    sector = fields.String(metadata={"description": "Only results of this sector, such as `civil_society`."})
    year = fields.String(metadata={"description": "Only results of this year."})
    state = fields.String(metadata={"description": "Only results in this state, such as `commitments.in_progress`."})
    order = fields.String(
        load_default="match",
        validate=validate.OneOf(["match", "date"]),
        metadata={"description": "Best match first, or newest first."},
    )


class HitSchema(ApiSchema):
    """A result: an object with the text in which the words were found. `href` is its page; its API address is the same
    path after `/api/v1`. `parts` is how many of its texts contain them, `on` the date that matters for its kind.
    """

    kind = fields.String(required=True)
    word = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    forum = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    parts = fields.Integer(required=True)
    href = fields.String(required=True)


class ChoiceSchema(ApiSchema):
    """A value of a facet, with its label and the number of results that it would leave."""

    value = fields.String(required=True)
    label = fields.String(required=True)
    total = fields.Integer(required=True)


class FacetSchema(ApiSchema):
    """A facet: a query parameter of the search, and its most frequent values."""

    name = fields.String(required=True)
    choices = fields.List(fields.Nested(ChoiceSchema), required=True)


class FoundSchema(ApiSchema):
    """A page of results, and how they can be narrowed. Counting stops at 1000; then `capped` is true."""

    items = fields.List(fields.Nested(HitSchema), required=True)
    facets = fields.List(fields.Nested(FacetSchema), required=True)
    total = fields.Integer(required=True)
    capped = fields.Boolean(required=True)
    instead = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "If nothing was found, other searches that find something."},
    )
    next = fields.String(required=True, allow_none=True)


@guarded(policies.search)
def find() -> Any:
    """Search in everything that the user may read, narrowed by facets, in pages."""
    given = query_args()
    known = facets.kinds(current_user)
    if given.get("kind", next(iter(known))) not in known:
        raise Unacceptable(Fault("kind", _("Choose one of: %(choices)s", choices=", ".join(known)), "query"))
    wanted = Wanted.of(given["q"])
    chosen = {facet: str(given[facet]) for facet in FACETS if facet in given}
    found = views.search(current_user, wanted, chosen, newest=given["order"] == "date")
    start = _start(given.get("after"), found)
    end = start + given["limit"]
    return {
        "items": [_item(hit) for hit in views.shown(found.found[start:end], wanted)],
        "facets": [
            {"name": one.name, "choices": [{**choice._asdict(), "label": str(choice.label)} for choice in one.choices]}
            for one in facets.facets(found, current_user)
        ],
        "total": found.total,
        "capped": found.capped,
        "instead": views.instead(current_user, wanted, found, chosen),
        "next": str(end) if end < found.total else None,
    }


def _start(cursor: str | None, found: Results) -> int:
    """Return the position after a cursor. Raises Unacceptable for a cursor of another list."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 6 and int(cursor) <= found.total):
        raise Unacceptable(Fault("after", _("Take the cursor from “next” of the same list"), "query"))
    return int(cursor)


def _item(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "kind": hit.kind.name,
        "word": str(hit.kind.word),
        "code": entry.code or None,
        "title": entry.title,
        "excerpt": hit.excerpt.striptags(),
        "forum": hit.circle,
        "on": entry.on_date,
        "state": entry.state or None,
        "parts": hit.parts,
        "href": hit.href,
    }


api.act("/search", find, gives=FoundSchema, method="GET", query=SearchQuery)

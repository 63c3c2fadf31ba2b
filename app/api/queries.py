"""Query strings of lists. Unknown parameters are refused, so that a typing error does not return unfiltered data."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.api.messages import TranslatedSchema

USUAL = 25
MOST = 100


def query_args() -> dict[str, Any]:
    """Return the parsed query string of the current request."""
    found: dict[str, Any] = g.query_args
    return found


class QueryString(TranslatedSchema):
    """Base class of query strings."""

    error_messages = {"unknown": _l("There is no such parameter")}


class PageQuery(QueryString):
    """A page of a list without text search. Lists add their filters."""

    after = fields.String(metadata={"description": "The cursor `next` of the previous page."})
    limit = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(1, MOST),
        metadata={"description": "The number of objects on a page."},
    )


class Query(PageQuery):
    """A page of a list with text search. Lists add their filters."""

    q = fields.String(validate=validate.Length(max=100), metadata={"description": "Words to search for."})

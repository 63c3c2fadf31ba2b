"""The query strings of lists: what is not understood is refused, so that no program reads more than it asked for."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

USUAL = 25
MOST = 100


def asked() -> dict[str, Any]:
    """Return what the query string of the present request says, in the types of its list's query."""
    found: dict[str, Any] = g.asked
    return found


class QueryString(Schema):
    """Base of what an address can be asked."""

    error_messages = {"unknown": _l("There is no such parameter")}


class PageQuery(QueryString):
    """A page of a list that is not narrowed by words. Lists add their filters."""

    after = fields.String(metadata={"description": "The cursor “next” of the page before."})
    limit = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(1, MOST, error=_l("Choose from 1 to %(most)d", most=MOST)),
        error_messages={"invalid": _l("Send a whole number")},
        metadata={"description": "How many at once."},
    )


class Query(PageQuery):
    """A page of a list in which words can be looked for. Lists add their filters."""

    q = fields.String(validate=validate.Length(max=100), metadata={"description": "Words to look for."})

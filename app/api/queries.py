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


class Query(Schema):
    """Base of what a list can be asked: a page of it. Lists add their filters."""

    error_messages = {"unknown": _l("There is no such parameter")}

    after = fields.String(metadata={"description": "The cursor “next” of the page before."})
    limit = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(1, MOST, error=_l("Choose from 1 to %(most)d", most=MOST)),
        error_messages={"invalid": _l("Send a whole number")},
        metadata={"description": "How many at once."},
    )
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "Words to look for."})

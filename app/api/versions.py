"""ETags: the version of an object and a hash of its representation.

A change must name the version that it is based on.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, abort, request
from sqlalchemy import inspect
from sqlalchemy.exc import NoInspectionAvailable
from werkzeug.http import parse_etags

from app.database import db


def mark(response: Response, obj: Any = None) -> Response:
    """Set the ETag of a response, and convert it to 304 if the client has this version."""
    version, shown = version_of(obj), digest(response)
    response.set_etag(shown if version is None else f"{version}-{shown}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def version_of(obj: Any) -> int | None:
    """Return the value of an object's version column, or None if its model has none."""
    try:
        column = inspect(obj).mapper.version_id_col
    except (NoInspectionAvailable, AttributeError):
        return None
    return None if column is None else int(getattr(obj, column.key))


def digest(response: Response) -> str:
    """Return a hash of the body of a response."""
    return hashlib.sha256(response.get_data()).hexdigest()[:16]


def seen() -> set[str] | None:
    """Return the ETags in If-Match, or None for any version. Aborts with 428 without the header."""
    if "If-Match" not in request.headers:
        abort(428)
    named = parse_etags(request.headers["If-Match"])
    return None if named.star_tag else named.as_set(include_weak=True)


def keep(obj: Any) -> None:
    """Reload the row of an object and lock it until the end of the transaction."""
    columns = [column.key for column in inspect(type(obj)).column_attrs]
    db.session.refresh(obj, columns, with_for_update=True)

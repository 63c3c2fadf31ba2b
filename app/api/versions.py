"""ETags: the version of a thing and a digest of how it was shown; a change must say which version it saw."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, abort, request
from werkzeug.http import parse_etags

from app.database import Versioned


def has_version(model: type[Any] | None) -> bool:
    """Whether things of this model have a version that changes must name."""
    return model is not None and issubclass(model, Versioned)


def mark(response: Response, thing: Any = None) -> Response:
    """Give an answer its ETag, and make it 304 if the program has it already."""
    shown = hashlib.sha256(response.get_data()).hexdigest()[:16]
    response.set_etag(f"{thing.version}-{shown}" if isinstance(thing, Versioned) else shown)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def require_match(thing: Any) -> None:
    """Answer 428 unless the program says which version of `thing` it read, and 412 if that is no longer the latest.

    `If-Match: *` means whatever version there is. Things without a version of their own need none.
    """
    if not isinstance(thing, Versioned):
        return
    if "If-Match" not in request.headers:
        abort(428)
    seen = parse_etags(request.headers["If-Match"])
    versions = {tag.partition("-")[0] for tag in seen.as_set(include_weak=True)}
    if not seen.star_tag and str(thing.version) not in versions:
        abort(412)

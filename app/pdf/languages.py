"""The language of a document: Indonesian, unless the URL requests another."""

from __future__ import annotations

from flask import current_app, request

DEFAULT = "id"


def requested_language() -> str:
    """Return the language requested by ?lang= if this instance supports it, else the default of official documents."""
    wanted = request.args.get("lang", DEFAULT)
    return wanted if wanted in current_app.extensions["settings"].languages else DEFAULT

"""The language of a paper: Indonesian, unless its address asks for another."""

from __future__ import annotations

from flask import current_app, request

DEFAULT = "id"


def asked_language() -> str:
    """Return the language that ?lang= asks for, if this instance has it; else the language of official papers."""
    wanted = request.args.get("lang", DEFAULT)
    return wanted if wanted in current_app.extensions["settings"].languages else DEFAULT

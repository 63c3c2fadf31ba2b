"""Absolute URLs for mails and documents, also outside a request."""

from __future__ import annotations

from typing import Any

from flask import current_app


def external(endpoint: str, **values: Any) -> str:
    """Return the absolute URL of an endpoint on this instance's base URL, in a request or a job."""
    adapter = current_app.url_map.bind("instance")
    base: str = current_app.extensions["settings"].base_url
    return base + adapter.build(endpoint, values)

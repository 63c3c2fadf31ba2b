"""Addresses for mails and papers, which are written outside of any request too."""

from __future__ import annotations

from typing import Any

from flask import current_app


def external(endpoint: str, **values: Any) -> str:
    """Return the full address of a page on this instance's base address, in a request or a job."""
    adapter = current_app.url_map.bind("instance")
    base: str = current_app.extensions["settings"].base_url
    return base + adapter.build(endpoint, values)

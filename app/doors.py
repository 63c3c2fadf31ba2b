"""The two doors of the house: pages for people, addresses under `/api/v1` for programs."""

from __future__ import annotations

from flask import has_request_context, request

PROGRAMS = "/api/v1"
"""Where addresses for programs begin."""


def for_program() -> bool:
    """Whether the present request came through the programs' door: by token, without cookies, answered in JSON."""
    return has_request_context() and request.path.startswith(f"{PROGRAMS}/")

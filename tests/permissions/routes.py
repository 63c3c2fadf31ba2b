"""The routes of the application with their methods and policies."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask
from werkzeug.routing import Rule

from app.api.access import PREFIX
from app.web.policies import Policy


class Route(NamedTuple):
    """A rule of the route map with one of its methods, and its policy unless it is public."""

    rule: Rule
    method: str
    policy: Policy | None


def guarded_routes(app: Flask) -> list[Route]:
    """Return the routes that have a policy."""
    return [route for route in _routes(app) if route.policy]


def public_routes(app: Flask) -> list[Route]:
    """Return the routes without a policy."""
    return [route for route in _routes(app) if not route.policy]


def guarded_pages(app: Flask) -> list[Route]:
    """Return the routes that have a policy and are not of the API."""
    return [route for route in guarded_routes(app) if not route.rule.rule.startswith(PREFIX)]


def _routes(app: Flask) -> list[Route]:
    return [
        Route(rule, method, app.view_functions[rule.endpoint].policy)  # type: ignore[attr-defined]
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if not rule.endpoint.endswith("static")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]

"""Authentication of API requests by bearer token, and authorisation by the token's scopes."""

from __future__ import annotations

from typing import Any

from flask import Request, abort, g
from flask_login import current_user

from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose
from app.accounts.scopes import reaches
from app.api import rates
from app.clock import utc_now
from app.database.service_errors import database_is_available

PREFIX = "/api/v1"
"""The path prefix of the API."""


def is_api_request(request: Request) -> bool:
    """Whether a request is for the API, which is authenticated by token, without cookies, and returns JSON."""
    return request.path.startswith(PREFIX)


def person_of(request: Request) -> Person | None:
    """Return the active person whose API token the request carries, or None. Pages do not accept tokens."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if not is_api_request(request) or kind.lower() != "bearer" or not secret or not database_is_available():
        return None
    token = tokens.find(secret.strip(), TokenPurpose.API, at=utc_now())
    if token is None or not token.person.is_active:
        return None
    g.token = token
    return token.person


def admit(scope: str) -> Any:
    """Return the token of this request. Aborts with 401 without one, with 403 if it lacks `scope` ("commitments:read").

    Aborts with 429 if the token has exceeded its rate limit.
    """
    if not current_user.is_authenticated:
        abort(401)
    rates.take_turn(g.token.id)
    if not reaches(g.token.scopes, scope):
        abort(403)
    return g.token

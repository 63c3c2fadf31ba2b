"""Who a program is: the person of its bearer token, as far as the token's scopes reach."""

from __future__ import annotations

from typing import Any

from flask import Request, abort, g
from flask_login import current_user

from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose
from app.accounts.scopes import reaches
from app.api import rates
from app.clock import utc_now
from app.database.service_errors import may_ask_the_database

PREFIX = "/api/v1"
"""Where the addresses of the API begin."""


def is_api_request(request: Request) -> bool:
    """Whether a request is one to the API: by token, without cookies, answered in JSON."""
    return request.path.startswith(f"{PREFIX}/")


def person_of(request: Request) -> Person | None:
    """Return the active person whose API token the request carries; only the programs' door takes one."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if not is_api_request(request) or kind.lower() != "bearer" or not secret or not may_ask_the_database():
        return None
    token = tokens.find(secret.strip(), TokenPurpose.API, at=utc_now())
    if token is None or not token.person.is_active:
        return None
    g.token = token
    return token.person


def admit(scope: str) -> Any:
    """Return the token of this request. Answers 401 without one, 403 if it lacks `scope` ("commitments:read").

    One that asks too often is answered 429.
    """
    if not current_user.is_authenticated:
        abort(401)
    rates.take_turn(g.token.id)
    if not reaches(g.token.scopes, scope):
        abort(403)
    return g.token

"""Known devices of an account: failed sign-ins of others from the same IP address do not lock them out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "selaras-device"
LIFETIME = timedelta(days=180)


def store(account: str) -> None:
    """Set a signed cookie in the response that marks this device as known to `account`."""
    mark = _signer().dumps([_digest(account), secrets.token_urlsafe(12)])

    @after_this_request
    def _leave(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            mark,
            max_age=LIFETIME,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def known_to(account: str) -> str | None:
    """Return the identifier of this device if `account` signed in on it before, else None."""
    try:
        owner, name = _signer().loads(request.cookies.get(COOKIE, ""), max_age=int(LIFETIME.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(name) if owner == _digest(account) else None


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known-device")

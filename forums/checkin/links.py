"""The link and the code of a session's check-in page. Both are derived from the instance's key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, Signer

from app.web.external_urls import external
from forums.checkin.queries import generation_of
from forums.scheduling.models import Session
from forums.scheduling.queries import session_for_detail


def check_in_link(session: Session) -> str:
    """Return the absolute URL of a session's check-in page."""
    return external("forums.check_in.show", token=token_of(session.id, generation_of(session.id)))


def token_of(session_id: UUID, generation: int) -> str:
    """Return the token of a session's check-in page."""
    named = base64.urlsafe_b64encode(session_id.bytes).decode().rstrip("=")
    return _signer(generation).sign(named).decode()


def by_token(token: str) -> Session | None:
    """Return the session of a token; None if it is not signed, or was renewed since."""
    named = token.partition(".")[0]
    try:
        session_id = UUID(bytes=base64.urlsafe_b64decode(f"{named}=="))
        _signer(generation_of(session_id)).unsign(token)
    except (BadSignature, ValueError):
        return None
    return session_for_detail(session_id)


def draw(session_id: UUID, generation: int, attempt: int) -> int:
    """Return a number for the code of a session."""
    key = _key().encode()
    made = hmac.new(key, f"check-in code:{session_id}:{generation}:{attempt}".encode(), hashlib.sha256)
    return int.from_bytes(made.digest()[:8], "big")


def _signer(generation: int) -> Signer:
    return Signer(_key(), salt=f"check-in:{generation}", digest_method=hashlib.sha256)


def _key() -> str:
    key: str = current_app.extensions["settings"].secret_key
    return key

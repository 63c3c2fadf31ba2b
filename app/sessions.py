"""Session cookies: signed anew when something in them changes, else once a day, so that a session lasts on."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.doors import for_program

AGE = timedelta(days=1)
"""How old a signature becomes before it is renewed."""
READ = 2048
"""How many cookies a process remembers to have verified: the same one comes with every request of a visitor."""


class Session(SecureCookieSession):
    """What a visitor's cookie holds, and when it was signed; None: not yet."""

    signed_at: datetime | None = None


class SessionCookies(SecureCookieSessionInterface):
    """Cookies of one application: signing is a good part of a quick answer, so nothing is signed twice a day."""

    session_class = Session

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._read = lru_cache(maxsize=READ)(self._verified)

    @cached_property
    def signer(self) -> URLSafeTimedSerializer:
        """What signs and reads the cookies."""
        signer = self.get_signing_serializer(self.app)
        if signer is None:
            raise RuntimeError("sessions need SECRET_KEY")
        return signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the request's cookie holds; nothing if it is forged or too old.

        Programs have no session: a cookie that they send counts for nothing, and none can be written.
        """
        if for_program():
            return self.make_null_session(app)
        kept = request.cookies.get(self.get_cookie_name(app))
        if not kept:
            return Session()
        try:
            content, signed_at = self._read(kept)
        except BadSignature:
            return Session()
        if not timedelta() <= datetime.now(UTC) - signed_at <= app.permanent_session_lifetime:
            return Session()
        session = Session(deepcopy(content) if "_flashes" in content else content)  # all else is text
        session.signed_at = signed_at
        return session

    def _verified(self, kept: str) -> tuple[dict[str, Any], datetime]:
        """Return what a cookie holds and when it was signed. Raises BadSignature if it is forged."""
        content, signed_at = self.signer.loads(kept, return_timestamp=True)
        return content, signed_at

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether the cookie changed, or was signed more than a day ago and is to last."""
        if session.modified or not session.permanent:
            return session.modified
        signed_at: Any = getattr(session, "signed_at", None)
        return signed_at is None or datetime.now(UTC) - signed_at > AGE

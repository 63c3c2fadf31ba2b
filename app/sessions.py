"""Session cookies: signed anew when something in them changes, else once a day, so that a session lasts on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.doors import for_program

AGE = timedelta(days=1)
"""How old a signature becomes before it is renewed."""


class Session(SecureCookieSession):
    """What a visitor's cookie holds, and when it was signed; None: not yet."""

    signed_at: datetime | None = None


class SessionCookies(SecureCookieSessionInterface):
    """Cookies of one application: signing is a good part of a quick answer, so nothing is signed twice a day."""

    session_class = Session

    def __init__(self, app: Flask) -> None:
        self.app = app

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
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        try:
            content, signed_at = self.signer.loads(kept, max_age=lifetime, return_timestamp=True)
        except BadSignature:
            return Session()
        session = Session(content)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether the cookie changed, or was signed more than a day ago and is to last."""
        if session.modified or not session.permanent:
            return session.modified
        signed_at: Any = getattr(session, "signed_at", None)
        return signed_at is None or datetime.now(UTC) - signed_at > AGE

"""Session cookies of pages. They are renewed once a day, so that a session lasts as long as it is used."""

from __future__ import annotations

from flask import Flask, Request, current_app, has_request_context, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from app.clock import utc_now

RENEWED = "renewed"
"""The session key for the date of the last renewal."""


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed session cookies, for all paths but the sessionless ones."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session in the request's cookie; a null session, which is read-only, for sessionless paths."""
        if _is_sessionless(app, request.path):
            return self.make_null_session(app)
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Store sessions in cookies; `app.config["SESSIONLESS"]` lists path prefixes without sessions."""
    app.config["SESSIONLESS"] = []
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.session_interface = PageSessions()
    app.before_request(_renew)


def is_sessionless() -> bool:
    """Whether the current request has no session: it is authenticated by a token that no browser sends by itself."""
    return has_request_context() and _is_sessionless(current_app, request.path)


def _is_sessionless(app: Flask, path: str) -> bool:
    return path.startswith(tuple(app.config["SESSIONLESS"]))


def _renew() -> None:
    """Renew a permanent session on the first request of a day."""
    day = utc_now().date().isoformat()  # of UTC: the instance's time zone would be a query before all others
    if session.permanent and session.get(RENEWED) != day:
        session[RENEWED] = day

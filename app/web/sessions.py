"""Session cookies of pages. They are signed again once a day, so that a session lasts as long as it is used."""

from __future__ import annotations

from flask import Flask, Request, current_app, has_request_context, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from app.clock import today

RENEWED = "renewed"
"""The key of the day on which a session was signed last."""


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookies, for all addresses but those that are sessionless."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the request's cookie holds; a session that cannot be written for a sessionless address."""
        if _is_sessionless(app, request.path):
            return self.make_null_session(app)
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Keep sessions in cookies; `app.config["SESSIONLESS"]` lists the beginnings of addresses that have none."""
    app.config["SESSIONLESS"] = []
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.session_interface = PageSessions()
    app.before_request(_renew)


def is_sessionless() -> bool:
    """Whether the present request has no session: it is authenticated by a token that no browser sends by itself."""
    return has_request_context() and _is_sessionless(current_app, request.path)


def _is_sessionless(app: Flask, path: str) -> bool:
    return path.startswith(tuple(app.config["SESSIONLESS"]))


def _renew() -> None:
    """Sign a lasting session again on the first request of a day."""
    if session.permanent and session.get(RENEWED) != (day := today().isoformat()):
        session[RENEWED] = day

"""The banner below the title of a session: attendance and quorum."""

from __future__ import annotations

import hashlib

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from app.clock import utc_now
from forums.attendance.queries import current_quorum, is_recorded
from forums.scheduling.models import Session, SessionState


def banner(session: Session) -> Markup | None:
    """Return the banner, or None if the session was not opened, or was cancelled or merged."""
    if session.opened_at is None or session.state not in {SessionState.PLANNED, SessionState.HELD}:
        return None
    return _rendered("forums/attendance/banner_frame.html", session)


def missing(session: Session) -> Markup | None:
    """Return a reminder on the page that closes a session without recorded attendance."""
    if is_recorded(session.id):
        return None
    return Markup(render_template("forums/attendance/closing.html", session=session))  # noqa: S704 - it escapes


def banner_response(session: Session) -> Response:
    """Return the content of the banner for polling pages, with an ETag; 304 if it has not changed."""
    response = make_response(_rendered("forums/attendance/banner.html", session))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _rendered(template: str, session: Session) -> Markup:
    quorum = current_quorum(session, utc_now())
    return Markup(render_template(template, session=session, quorum=quorum))  # noqa: S704 - a template escapes

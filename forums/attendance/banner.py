"""The banner below the title of a session: attendance and quorum."""

from __future__ import annotations

import hashlib

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from app.clock import utc_now
from forums.attendance.queries import is_recorded, standing_or_final
from forums.scheduling.models import Session, SessionState


def band(session: Session) -> Markup | None:
    """Return the banner, or None if the session was not opened, or was cancelled or merged."""
    if session.opened_at is None or session.state not in {SessionState.PLANNED, SessionState.HELD}:
        return None
    return _rendered("forums/attendance/band_frame.html", session)


def missing(session: Session) -> Markup | None:
    """Return a reminder on the page that closes a session without recorded attendance."""
    if is_recorded(session.id):
        return None
    return Markup(render_template("forums/attendance/closing.html", session=session))  # noqa: S704 - it escapes


def band_answer(session: Session) -> Response:
    """Return the content of the banner for polling pages, with an ETag; 304 if it has not changed."""
    answer = make_response(_rendered("forums/attendance/band.html", session))
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:16])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def _rendered(template: str, session: Session) -> Markup:
    quorum = standing_or_final(session, utc_now())
    return Markup(render_template(template, session=session, quorum=quorum))  # noqa: S704 - a template escapes

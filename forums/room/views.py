"""The room screen of a session, and its polled content."""

from __future__ import annotations

import hashlib

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import utc_now
from app.web.pages import page
from app.web.policies import guarded
from forums.live.context import LiveContext
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names

bp = Blueprint("room", __name__)


@bp.route("/sessions/<uuid:session_id>/room")
@guarded(read_names)
def show(session: Session) -> ResponseReturnValue:
    """Show the room screen; it never contains notes."""
    return page("forums/room/show.html", session=session, live=_live_context(session))


@bp.route("/sessions/<uuid:session_id>/room/board")
@guarded(read_names)
def content(session: Session) -> ResponseReturnValue:
    """Return the content of the room screen, for polling; 304 if it has not changed.

    The ETag is a hash of the content: a session has few such screens, and other slices add panels to them.
    """
    response = make_response(render_template("forums/room/content.html", session=session, live=_live_context(session)))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _live_context(session: Session) -> LiveContext:
    return LiveContext(session=session, reader=current_user, now=utc_now())

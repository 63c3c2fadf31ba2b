"""Pages of check-in for participants, and the code for officers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import today, utc_now
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from commitments.registry.queries import first_owed
from forums.attendance.policies import record_attendance
from forums.attendance.queries import record_of
from forums.checkin import actions, policies, queries
from forums.checkin.labels import check_in_of
from forums.live.context import LiveContext
from forums.live.queries import pulse
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_names

bp = Blueprint("checkin", __name__)


@bp.get("/sessions/<uuid:session_id>/here")
@guarded(read_names)
def follow(session: Session) -> ResponseReturnValue:
    """Show a session in progress to its participants, for phones: the current item, their presence and commitments."""
    return page("forums/checkin/follow.html", session=session, **_followed(session))


@bp.get("/sessions/<uuid:session_id>/here/part")
@guarded(read_names)
def follow_part(session: Session) -> ResponseReturnValue:
    """Return the content of that page alone, for polling; 304 if nothing has changed."""
    response: Response = make_response()
    response.set_etag(f"{pulse(session, utc_now())}-{current_user.id.hex[:8]}-{current_user.language}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(render_template("forums/checkin/followed.html", session=session, **_followed(session)))
    return response


@bp.post("/sessions/<uuid:session_id>/check-in")
@guarded(policies.check_in)
def check_in(session: Session) -> ResponseReturnValue:
    """Record your own presence at a session."""
    actions.check_in(session, by=current_user, at=utc_now())
    return done(_("You are recorded as present."), to=_own_page(session), made=session)


@bp.post("/sessions/<uuid:session_id>/check-out")
@guarded(policies.check_in)
def check_out(session: Session) -> ResponseReturnValue:
    """Record that you leave a session before its end."""
    actions.check_out(session, by=current_user, at=utc_now())
    return done(_("It is recorded that you left."), to=_own_page(session), made=session)


@bp.get("/sessions/<uuid:session_id>/check-in-code")
@guarded(record_attendance)
def code(session: Session) -> ResponseReturnValue:
    """Show the QR code and the code of a session, to be shown in the room."""
    window = queries.window_of(session)
    return page("forums/checkin/own_code.html", session=session, check_in=check_in_of(session), window=window)


@bp.post("/sessions/<uuid:session_id>/check-in-code/renew")
@guarded(change_session)
def renew(session: Session) -> ResponseReturnValue:
    """Give a session another check-in code; the earlier one ends."""
    actions.renew(session, by=current_user, at=utc_now())
    to = url_for("forums.checkin.code", session_id=session.id)
    return done(_("The session has a new code. The earlier one no longer works."), to=to, made=session)


def room_code(session: Session) -> Markup | None:
    """Return the address, the code and the QR code for the screen in the room, while people can check in."""
    shown = check_in_of(session) if queries.is_open(session, utc_now()) else None
    return Markup(render_template("forums/checkin/room_code.html", check_in=shown)) if shown else None  # noqa: S704


def follow_button(session: Session) -> Markup | None:
    """Return the button that leads participants to the page for phones, while people can check in."""
    shows = request.endpoint in {"forums.sessions.show", "forums.agenda.show"}
    if not shows or not queries.is_open(session, utc_now()) or not read_names(current_user, session):
        return None
    return Markup(render_template("forums/checkin/follow_button.html", session=session))  # noqa: S704


def _followed(session: Session) -> dict[str, Any]:
    """Return what the page shows; notes and decisions only to those who may read them at this stage."""
    now = utc_now()
    place = queries.place_of(current_user, session)
    return {
        "live": LiveContext(session=session, reader=current_user, now=now),
        "record": record_of(session.id, place) if place else None,
        "takes_part": place is not None,
        "is_open": queries.is_open(session, now),
        "window": queries.window_of(session),
        "commitments": first_owed(
            session.circle_id, current_user, today(), responsible_id=current_user.organisation_id
        ),
    }


def _own_page(session: Session) -> str:
    return linked_page(session) or url_for("forums.checkin.follow", session_id=session.id)

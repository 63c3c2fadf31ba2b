"""Pages of sessions: the list over all forums, one session, opening and closing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.calendars.labels import HOURS_LABELS
from app.calendars.queries import ramadans, working_hours
from app.calendars.working_hours import hours_warnings
from app.clock import today, utc_now
from app.files.tables import MOST, wanted_format
from app.web.pages import done, page, safe_next
from app.web.pagination import page_number
from app.web.policies import guarded
from forums.scheduling import listing, policies, queries
from forums.scheduling import session_actions as actions
from forums.scheduling.export import session_sheet
from forums.scheduling.filters import session_filters
from forums.scheduling.models import Session

bp = Blueprint("sessions", __name__)


@bp.get("/sessions")
@guarded(policies.list_forums)
def index() -> ResponseReturnValue:
    """List the sessions that the user may read, upcoming ones by default."""
    filters = session_filters(request.args)
    if kind := wanted_format():
        return session_sheet(listing.exported_sessions(current_user, filters, today(), utc_now(), MOST), kind)
    number = page_number()
    found = listing.sessions(current_user, filters, today(), utc_now(), number)
    if number > 1 and not found.rows:
        abort(404)
    return render_template(
        "forums/scheduling/sessions.html",
        found=found,
        number=number,
        filters=filters,
        may_begin=policies.begin_session(current_user),
    )


@bp.get("/sessions/<uuid:session_id>")
@guarded(policies.read_session)
def show(session: Session) -> ResponseReturnValue:
    """Show one session: time, place, officers, and the panels of other slices."""
    return page("forums/scheduling/session.html", session=session)


@bp.get("/sessions/new")
@guarded(policies.begin_session)
def begin() -> ResponseReturnValue:
    """Choose the forum of a new single session, then go to its form; a time in the URL is passed on to it."""
    forums = queries.forums_to_meet_in(current_user)
    time: dict[str, Any] = {name: value for name in ("day", "at") if (value := request.args.get(name))}
    wanted = [one for one in forums if len(forums) == 1 or one.slug == request.args.get("forum")]
    if wanted:
        return redirect(url_for(".add", slug=wanted[0].slug, **time))
    return page("forums/scheduling/begin.html", forums=forums, time=time)


@bp.post("/sessions/<uuid:session_id>/open")
@guarded(policies.run_session)
def open_(session: Session) -> ResponseReturnValue:
    """Open the session."""
    actions.open_(session, by=current_user, at=utc_now())
    return done(_("The session is open."), to=safe_next("") or session)


@bp.route("/sessions/<uuid:session_id>/close", methods=["GET", "POST"])
@guarded(policies.run_session)
def close(session: Session) -> ResponseReturnValue:
    """Close the session after confirmation; it counts as held."""
    if request.method == "POST":
        actions.close(session, by=current_user, at=utc_now())
        return done(_("The session is closed."), to=session)
    return page("forums/scheduling/close.html", session=session)


def heed(session: Session) -> str:
    """Return a warning about the hours of a session, to append to a message, or ""."""
    starts, ends = (
        moment.astimezone(session.zone).replace(tzinfo=None) for moment in (session.starts_at, session.ends_at)
    )
    fasting = ramadans(starts.date(), starts.date())
    words = [
        str(HOURS_LABELS[warning]) for warning in hours_warnings(starts, ends, ramadans=fasting, hours=working_hours())
    ]
    return " " + _("Mind: %(warning)s.", warning="; ".join(words)) if words else ""

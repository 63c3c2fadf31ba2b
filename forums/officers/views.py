"""The page that names the presider and minute-taker of a session, also while it is under way."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page, safe_next
from app.web.policies import guarded
from forums.officers.forms import OfficersForm
from forums.officers.queries import served
from forums.scheduling import queries, session_actions
from forums.scheduling.models import Session
from forums.scheduling.policies import run_session

bp = Blueprint("officers", __name__)


@bp.route("/sessions/<uuid:session_id>/officers", methods=["GET", "POST"])
@guarded(run_session)
def change(session: Session) -> ResponseReturnValue:
    """Name another presider or minute-taker. While the session is open, the minutes name all with their times."""
    form = OfficersForm.of(session, queries.participants(session.forum_id))
    if form.validate_on_submit():
        try:
            session_actions.appoint(
                session,
                presider_id=form.presider.data,
                minute_taker_id=form.minute_taker.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved. Who takes the minutes can write them at once."), to=safe_next("") or session)
    return page("forums/officers/change.html", form, session=session, served=served(session), back=safe_next(""))


def button(session: Session) -> Markup | None:
    """Return the button on pages of a session under way, for those who run it; it leads back to the same page."""
    if session.opened_at is None or session.closed_at is not None or not run_session(current_user, session):
        return None
    if request.endpoint not in {"forums.live.show", "forums.sessions.show"}:
        return None
    return Markup(render_template("forums/officers/button.html", session=session))  # noqa: S704

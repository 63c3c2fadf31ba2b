"""The button on the overview of a closed session that reopens it."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user
from markupsafe import Markup

from forums.minutes.models import MinutesState
from forums.minutes.policies import newest_readable
from forums.scheduling.models import Session, SessionState
from forums.scheduling.policies import run_session


def reopening(session: Session) -> Markup | None:
    """Return the button for those who may run the session, or None once its minutes were circulated."""
    if request.endpoint != "forums.sessions.show" or session.state is not SessionState.HELD:
        return None
    if not run_session(current_user, session):
        return None
    newest = newest_readable(current_user, session)
    if newest and (newest.is_amendment or newest.state is not MinutesState.DRAFT):
        return None
    return Markup(render_template("forums/minutes/reopening.html", session=session))  # noqa: S704

"""The banner of a session that names unapproved minutes of earlier ones."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user
from markupsafe import Markup

from forums.review.queries import unapproved_before
from forums.scheduling.models import Session, SessionState
from forums.scheduling.policies import read_names

SHOWN_ON = frozenset({"forums.sessions.show", "forums.agenda.show", "forums.live.show"})


def pending(session: Session) -> Markup | None:
    """Return the banner on the pages of a planned session, for those who may read its participants."""
    if request.endpoint not in SHOWN_ON or session.state is not SessionState.PLANNED:
        return None
    if not read_names(current_user, session):
        return None
    found = unapproved_before(session)
    return Markup(render_template("forums/review/pending.html", unapproved=found)) if found else None  # noqa: S704

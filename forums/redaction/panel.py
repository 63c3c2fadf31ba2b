"""The panel beside minutes with their redactions and replaced editions."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.circles.models import Classification
from forums.minutes.models import Minutes, MinutesState
from forums.redaction import queries
from forums.redaction.policies import chairs


def beside_minutes(minutes: Minutes) -> Markup | None:
    """Return the panel for coordinators and the chair of the forum, or None if the minutes have no redaction."""
    session = minutes.session
    is_public = session.forum.circle.classification is Classification.PUBLIC
    if minutes.state is not MinutesState.PUBLISHED and not (is_public and minutes.state is MinutesState.APPROVED):
        return None
    if not (current_user.is_coordinator or chairs(current_user, session.forum)):
        return None
    found = queries.redactions_of(minutes.id)
    if not found:
        return None
    editions = queries.earlier_editions(minutes.id)
    context = {"redactions": found, "editions": editions, "session": session}
    return Markup(render_template("forums/redaction/beside_minutes.html", **context))  # noqa: S704

"""The panel beside minutes with their redactions and replaced editions."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.minutes.models import LOCKED, Minutes
from forums.redaction import queries
from forums.redaction.policies import chairs


def beside_minutes(minutes: Minutes) -> Markup | None:
    """Return the panel for coordinators and the chair of the forum, or None if the minutes have no redaction."""
    session = minutes.session
    if minutes.state not in LOCKED or not (current_user.is_coordinator or chairs(current_user, session.forum)):
        return None
    found = queries.redactions_of(minutes.id)
    if not found:
        return None
    editions = queries.earlier_editions(minutes.id)
    context = {"redactions": found, "editions": editions, "session": session}
    return Markup(render_template("forums/redaction/beside_minutes.html", **context))  # noqa: S704

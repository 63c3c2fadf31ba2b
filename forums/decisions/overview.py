"""The panels of decisions on the pages of sessions and forums."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.decisions.queries import in_short
from forums.minutes.policies import reads_decisions, reads_whole
from forums.scheduling.models import Forum, Session


def overview(session: Session) -> Markup | None:
    """Return the decisions of a session with their commitments, or None if the user may not read them yet."""
    if not session.opened_at or not reads_decisions(current_user, session):
        return None
    decisions = in_short(session.id, public=not reads_whole(current_user, session))
    if not decisions:
        return None
    return Markup(render_template("forums/decisions/overview.html", decisions=decisions))  # noqa: S704


def of_forum(forum: Forum) -> Markup:
    """Return the link from a forum to its decisions in the register."""
    return Markup(render_template("forums/decisions/of_forum.html", forum=forum))  # noqa: S704

"""The import button on the page of a forum."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum


def begin_import(forum: Forum) -> Markup | None:
    """Return the button, or None if the user may not import."""
    if forum.archived_at or not current_user.is_authenticated or not change_forum(current_user, forum):
        return None
    return Markup(render_template("forums/imports/begin.html", forum=forum))  # noqa: S704 - a template escapes

"""The deputy on the page of a forum."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.review.queries import deputy_of
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum, read_people


def panel(forum: Forum) -> Markup | None:
    """Return the deputy of a forum, for those who may read its people; nothing where there is none to show."""
    if not read_people(current_user, forum):
        return None
    deputy = deputy_of(forum.id)
    if deputy is None and not change_forum(current_user, forum):
        return None
    return Markup(render_template("forums/review/deputy_panel.html", forum=forum, deputy=deputy))  # noqa: S704

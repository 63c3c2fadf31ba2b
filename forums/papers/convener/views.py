"""The page that names the organisation that convenes a forum, and its panel."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import today, utc_now
from app.web.pages import done, page
from app.web.policies import guarded
from forums.papers.convener import actions, queries
from forums.papers.convener.forms import ConvenerForm
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum

bp = Blueprint("convener", __name__)


@bp.route("/forums/<string:slug>/convener", methods=["GET", "POST"])
@guarded(change_forum)
def convener(forum: Forum) -> ResponseReturnValue:
    """Name the organisation that convenes a forum."""
    present = queries.convener_of(forum.id)
    offered = {one.id: one for one in queries.candidates(forum, today())} | ({present.id: present} if present else {})
    form = ConvenerForm(list(offered.values()), organisation_id=present.id if present else None)
    if form.validate_on_submit():
        actions.name_convener(forum, form.organisation_id.data, by=current_user, at=utc_now())
        return done(_("The convening organisation was saved."), to=forum)
    return page("forums/papers/convener.html", form, forum=forum)


def panel(forum: Forum) -> Markup | None:
    """Return the link to the convening organisation, for those who may change it."""
    if not change_forum(current_user, forum):
        return None
    return Markup(render_template("forums/papers/convener_panel.html", forum=forum))  # noqa: S704

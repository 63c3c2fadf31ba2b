"""The page of the targets."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from cooperation.targets import actions, policies, queries
from cooperation.targets.forms import TargetsForm

bp = Blueprint("targets", __name__)


@bp.route("/agreements/pipeline/targets", methods=["GET", "POST"])
@guarded(policies.set_targets)
def edit() -> ResponseReturnValue:
    """Change how long a cooperation should stay in each stage at most."""
    row = queries.targets_row()
    form = TargetsForm(version=row.version if row else None, **asdict(queries.targets()))
    if form.validate_on_submit():
        try:
            made = actions.change(form.targets(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The targets were changed."), to=url_for("cooperation.board.show"), made=made)
    return page("cooperation/targets/edit.html", form)

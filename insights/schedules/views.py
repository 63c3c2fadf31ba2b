"""The page of digests that are drafted automatically."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from insights.digests.labels import KINDS, scope_choices
from insights.digests.models import DigestKind
from insights.digests.scope import named
from insights.schedules import actions, policies, queries
from insights.schedules.forms import ScheduleForm
from insights.schedules.models import DigestSchedule

bp = Blueprint("schedules", __name__)


@bp.route("/digests/schedules", methods=["GET", "POST"])
@guarded(policies.list_schedules)
def manage() -> ResponseReturnValue:
    """List the digests that are drafted automatically, and add one."""
    form = ScheduleForm()
    form.offer(scope_choices(current_user, today()))
    if form.validate_on_submit():
        try:
            made = actions.schedule(DigestKind(form.kind.data), named(form.scope.data), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is drafted automatically from now on."), to=url_for(".manage"), made=made)
    rows = queries.listed(current_user, today())
    return page("insights/schedules/index.html", form, rows=rows, kinds=KINDS)


@bp.route("/digests/schedules/<uuid:digest_schedule_id>/stop", methods=["POST"])
@guarded(policies.read_schedule)
def stop(digest_schedule: DigestSchedule) -> ResponseReturnValue:
    """Stop a schedule."""
    actions.stop(digest_schedule, by=current_user, at=utc_now())
    return done(_("It is no longer drafted automatically."), to=url_for(".manage"))

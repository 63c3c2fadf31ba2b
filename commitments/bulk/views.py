"""Pages that act on several commitments: a preview of each row, then the act."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.clock import today, utc_now
from app.mail import outbox
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.bulk import actions, policies, queries
from commitments.bulk.rules import MOST
from commitments.registry.filters import chosen, picked
from commitments.registry.queries import Filters

bp = Blueprint("bulk", __name__)


@bp.route("/commitments/remind", methods=["GET", "POST"])
@guarded(policies.remind_several)
def remind() -> ResponseReturnValue:
    """Remind of the commitments in `?pick=`, or with `?every=` of all that the filters list, after a preview."""
    form = Form()
    if form.validate_on_submit():
        commitments, _more = queries.chosen(current_user, picked(request.form.getlist("pick")), today())
        sent = actions.remind(commitments, by=current_user, at=utc_now())
        return done(_sent(sent), to=url_for("commitments.registry.index"), tone="good" if sent.mails else "warn")
    commitments, more = queries.chosen(current_user, _wanted(), today()) if _is_asked() else ((), False)
    plan = actions.plan_reminder(commitments, by=current_user, at=utc_now())
    return page("commitments/bulk/remind.html", form, plan=plan, more=more, most=MOST)


def _is_asked() -> bool:
    return "pick" in request.args or "every" in request.args


def _wanted() -> Filters:
    """Return the filters of what was ticked, or of the whole list with `?every=`."""
    if "every" in request.args:
        return chosen(request.args, person=current_user, today=today())
    return picked(request.args.getlist("pick"))


def _sent(plan: actions.Plan) -> str:
    commitments, people = len(plan.reached), len(plan.mails)
    if not people:
        return _("No reminder was sent: none of these commitments can be reminded of now.")
    reminded = ngettext("%(num)d commitment", "%(num)d commitments", commitments)
    told = ngettext("%(num)d person", "%(num)d people", people)
    return outbox.announce(
        _("A reminder of %(commitments)s was sent to %(people)s.", commitments=reminded, people=told),
        unsent=_("A reminder of %(commitments)s to %(people)s has been prepared.", commitments=reminded, people=told),
    )

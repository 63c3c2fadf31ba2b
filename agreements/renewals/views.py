"""The page that starts a renewal."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.clauses import queries as clauses
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement
from agreements.renewals import actions
from agreements.renewals.forms import RenewalForm
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("renewals", __name__)


@bp.route("/agreements/<uuid:agreement_id>/renew", methods=["GET", "POST"])
@guarded(change_agreement)
def start(agreement: Agreement) -> ResponseReturnValue:
    """Draft the agreement that renews this one, with what is carried over."""
    actions.require_renewable(agreement)
    begins, ends = actions.usual_term(agreement)
    form = RenewalForm(effective_on=begins, expires_on=ends, notice_days=agreement.notice_days)
    form.offer(clauses.whole_clauses(agreement.id), clauses.rights_in(agreement.id))
    if form.validate_on_submit():
        try:
            made = actions.start(
                agreement,
                form.carried(),
                effective_on=form.effective_on.data,
                expires_on=form.expires_on.data,
                notice_days=form.notice_days.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The renewal was drafted, with what it takes over. Check its text."), to=made)
    return page("agreements/renewals/start.html", form, agreement=agreement)

"""Pages of the weekly summary: the choice to receive it, and what a link in its mail opens."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import BooleanField

from app.accounts.current import current_person
from app.accounts.models import Person
from app.clock import today, utc_now
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.summaries import actions, policies, queries
from commitments.summaries.models import Summary
from commitments.summaries.rules import parts_of, sunday_of

bp = Blueprint("summaries", __name__)


class SummaryForm(Form):
    """Whether the person receives weekly summaries."""

    wanted = BooleanField(_l("Send me a summary each Monday at 07.00"))


@bp.route("/commitments/summary", methods=["GET", "POST"])
@guarded(policies.choose_summary)
def choose() -> ResponseReturnValue:
    """Choose whether to receive the weekly summary."""
    person = current_person()
    found = queries.of_person(person)
    form = SummaryForm(wanted=found is None or found.stopped_at is None)
    if form.validate_on_submit():
        actions.choose(actions.of(person), wanted=form.wanted.data, by=person, at=utc_now())
        message = _("You will receive the weekly summary.") if form.wanted.data else _("You will receive no summary.")
        return done(message, to="/commitments/summary")
    return page("commitments/summaries/choose.html", form)


@bp.post("/commitments/summaries/<uuid:summary_id>/stop")
@guarded(policies.own_summary)
def stop(summary: Summary) -> ResponseReturnValue:
    """Stop the weekly summary, with one button."""
    actions.choose(summary, wanted=False, by=current_user, at=utc_now())
    return done(_("You will receive no summary."), to=summary)


def panel(_person: Person) -> Markup:
    """Return the part of the profile that leads to the choice."""
    return Markup(render_template("commitments/summaries/profile.html"))  # noqa: S704


@guarded(policies.own_summary)
def show(summary: Summary) -> ResponseReturnValue:
    """Show what the organisation of the recipient owes now, with the acts of each."""
    rows = queries.owed_by(summary.person.organisation_id, sunday_of(today()), today())
    return page("commitments/summaries/by_link.html", summary=summary, parts=parts_of(rows, today()))

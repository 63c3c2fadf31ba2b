"""The page for reviewing the sessions of a year that fall on a holiday."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.calendars.actions import YEARS_AHEAD
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.pagination import page_number
from app.web.policies import guarded
from forums.changes.views import change_to_undo
from forums.holidays import actions, queries
from forums.holidays.actions import Decided
from forums.holidays.forms import ReviewForm
from forums.holidays.rules import Decision
from forums.scheduling.policies import begin_session

bp = Blueprint("holidays", __name__)

PAGE = 100
"""Sessions per page."""


@bp.get("/sessions/holidays")
@guarded(begin_session)
def index() -> ResponseReturnValue:
    """List the sessions of a year that fall on a holiday, in all forums that the user may change."""
    return _review(ReviewForm(), _requested_year())


@bp.post("/sessions/holidays")
@guarded(begin_session)
def decide() -> ResponseReturnValue:
    """Decide on the chosen sessions; those that someone else has decided on meanwhile are skipped."""
    form = ReviewForm()
    decided = Decided()
    if form.validate_on_submit():
        try:
            chosen = None if form.everything.data else [one for one in form.sessions.data if one]
            now, days = clock.utc_now(), queries.days_of(form.year.data or 0)
            meetings = queries.waiting(current_user, days, now, chosen)
            queries.find_ways(meetings, days, now)
            decided = actions.decide(meetings, Decision(form.decision.data), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            changed = decided.changes[0].id if len(decided.changes) == 1 else None
            return done(_summary(decided), to=url_for("forums.holidays.index", year=form.year.data, change=changed))
    return _review(form, form.year.data if form.year.data in range(1970, 2200) else _requested_year())


def _summary(decided: Decided) -> str:
    notice = ngettext("%(num)d session was decided.", "%(num)d sessions were decided.", decided.done)
    if not decided.left:
        return notice
    left = ngettext(
        "%(num)d session still needs a decision: this one is not possible for it. Choose another one.",
        "%(num)d sessions still need a decision: this one is not possible for them. Choose another one.",
        decided.left,
    )
    return f"{notice} {left}"


def _review(form: ReviewForm, year: int) -> ResponseReturnValue:
    number = page_number()
    days, now = queries.days_of(year), clock.utc_now()
    meetings = queries.waiting(current_user, days, now)
    shown = meetings[(number - 1) * PAGE : number * PAGE]
    if number > 1 and not shown:
        abort(404)
    queries.find_ways(shown, days, now)
    this_year = clock.today().year
    return page(
        "forums/holidays/index.html",
        form,
        days=days,
        years=range(this_year, this_year + YEARS_AHEAD + 1),
        meetings=shown,
        total=len(meetings),
        number=number,
        size=PAGE,
        change=change_to_undo(),
    )


def _requested_year() -> int:
    """Return the `year` argument of the URL, or the current year if it is missing or out of range."""
    year = request.args.get("year", type=int)
    return year if year and 1970 <= year <= 2199 else clock.today().year

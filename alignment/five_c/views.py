"""Pages of the 5C review."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from alignment.five_c import actions, comparison, paper, policies, queries
from alignment.five_c.forms import SynopsisForm
from alignment.five_c.review import Review, review_of
from alignment.home.queries import programmes
from app.circles.models import Circle
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import download
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("five_c", __name__)


@bp.get("/alignment/five-c")
@guarded(policies.list_reviews)
def index() -> ResponseReturnValue:
    """Show what supports and what hinders a programme: one forum or agreement, or all.

    With ?against= the last day of a past quarter, compare it with then.
    """
    review = _asked()
    writes = current_user.is_coordinator and review.chosen is not None
    return page(
        "alignment/five_c/index.html",
        review=review,
        subject=paper.subject(review),
        writes=writes,
        now=utc_now(),
        past=_past(review),
        quarters=comparison.days(today()),
    )


@bp.get("/alignment/five-c/pdf")
@guarded(policies.list_reviews)
def pdf() -> ResponseReturnValue:
    """Download the review for policy makers, compared as the page is."""
    review = _asked()
    content = paper.pdf(review, _past(review), utc_now())
    return download(content, media_type="application/pdf", name=paper.name(review, today()))


def _asked() -> Review:
    """Return the review that the query string asks for. Answers 404 if its forum or agreement is over or unknown."""
    wanted = request.args.get("circle")
    review = review_of(uuid_of(wanted), current_user, today())
    if wanted and review.chosen is None:
        abort(404)
    return review


def _past(review: Review) -> comparison.Past | None:
    """Return the figures of the quarter that the query string asks for, beside those of today; None without one."""
    day = today()
    against = comparison.chosen(request.args.get("against"), day)
    if against is None:
        return None
    ids = [one.circle_id for one in review.parts]
    return comparison.Past(against, comparison.compared(ids, current_user, day, against) if ids else [])


@bp.route("/alignment/five-c/<uuid:circle_id>/synopsis", methods=["GET", "POST"])
@guarded(policies.write_synopsis)
def write(circle: Circle) -> ResponseReturnValue:
    """Write the sentence that sums the programme up, and the directives that are wanted."""
    if all(one.circle_id != circle.id for one in programmes(current_user, today())):
        abort(404)
    synopsis = queries.synopsis_of(circle.id)
    form = SynopsisForm(obj=synopsis)
    if form.validate_on_submit():
        try:
            actions.write(circle, form.details(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The review was saved."), to=url_for("alignment.five_c.index", circle=circle.id))
    return page("alignment/five_c/write.html", form, circle=circle)

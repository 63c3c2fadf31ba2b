"""Pages that list, show, propose and cancel commitments and change their visibility."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.models import Circle
from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.blockers.queries import current_blocker
from commitments.delivery.policies import acts_on_behalf
from commitments.delivery.queries import timeline
from commitments.handover.queries import pending
from commitments.listing import queries as listing
from commitments.listing.export import FORMATS, sheet
from commitments.listing.filters import group_of
from commitments.listing.pages import around, in_groups
from commitments.milestones.rules import in_order, not_reached
from commitments.registry import actions, policies, queries
from commitments.registry.filters import chosen, picked
from commitments.registry.forms import ProposalForm, ReasonForm, VisibilityForm
from commitments.registry.models import Commitment
from commitments.registry.notices import owners
from commitments.registry.rows import Dates, Owing
from commitments.registry.rules import Delivery, Visibility
from commitments.verification.rows import Checklist

bp = Blueprint("registry", __name__)


@bp.route("/commitments")
@guarded(policies.list_commitments)
def index() -> ResponseReturnValue:
    """List the commitments that the user may read, filtered by the query string."""
    filters = chosen(request.args, person=current_user, today=today())
    group = group_of(request.args, filters.order)
    if (kind := request.args.get("format")) in FORMATS:
        codes = request.args.getlist("pick")
        rows = listing.exported(current_user, picked(codes) if codes else filters, group, today())
        return sheet(rows, kind, today=today(), at=utc_now())
    listed = listing.listed(current_user, filters, group, today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    proposes = not listed.rows and bool(queries.circles_to_propose_in(current_user, today()))
    return render_template(
        "commitments/registry/index.html",
        listed=listed,
        groups=in_groups(listed.rows, group, filters.order, today()),
        group=group,
        proposes=proposes,
        **around(current_user, request.args, today()),
    )


@bp.route("/commitments/<uuid:commitment_id>")
@guarded(policies.read_commitment)
def show(commitment: Commitment) -> ResponseReturnValue:
    """Show a commitment: its status, its criteria, its timeline, and what the user may do."""
    on_behalf = acts_on_behalf(current_user, commitment)
    proposed = commitment.delivery is Delivery.PROPOSED
    criteria = commitment.criteria_lines
    updates = timeline(commitment.id)
    extension, handover, linked = pending(commitment, current_user, today())
    return page(
        "commitments/registry/show.html",
        commitment=commitment,
        reaches_nobody=proposed and not owners(commitment),
        commitment_dates=Dates.of(commitment),
        updates=updates,
        checklist=Checklist.of(criteria, commitment.verification, updates),
        blocker=current_blocker(commitment.id) if commitment.delivery is Delivery.BLOCKED else None,
        extension=extension,
        handover=handover,
        linked=linked,
        owing=Owing(
            commitment.id,
            commitment.progress,
            commitment.delivery,
            commitment.evidence_required,
            on_behalf,
            criteria,
            not_reached(commitment.milestones),
        ),
        milestones=in_order(commitment.milestones),
        on_behalf=on_behalf,
    )


@bp.route("/commitments/new")
@guarded(policies.begin_commitment)
def begin() -> ResponseReturnValue:
    """Choose the forum or agreement of a new commitment; redirects to the form if there is only one."""
    circles = queries.circles_to_propose_in(current_user, today())
    if len(circles) == 1:
        return redirect(url_for(".propose", circle_id=circles[0].id))
    return page("commitments/registry/begin.html", circles=circles)


@bp.route("/commitments/new/<uuid:circle_id>", methods=["GET", "POST"])
@guarded(policies.propose_commitment)
def propose(circle: Circle) -> ResponseReturnValue:
    """Propose a commitment to an organisation of the circle."""
    form = ProposalForm.of(circle)
    form.offer(seats_on(circle.id, today()))
    if form.validate_on_submit():
        try:
            commitment = actions.propose(form.details(circle), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            name = commitment.responsible.name
            return done(_("Proposed. It becomes binding once %(name)s accepts it.", name=name), to=commitment)
    return page("commitments/registry/propose.html", form, circle=circle)


@bp.route("/commitments/<uuid:commitment_id>/cancel", methods=["GET", "POST"])
@guarded(policies.cancel_commitment)
def cancel(commitment: Commitment) -> ResponseReturnValue:
    """End the commitment without a result, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.cancel(commitment, by=current_user, at=utc_now(), reason=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The commitment was cancelled and the parties are notified."), to=commitment)
    return page("commitments/act.html", form, act="cancel", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/visibility", methods=["GET", "POST"])
@guarded(policies.change_visibility)
def change_visibility(commitment: Commitment) -> ResponseReturnValue:
    """Change who may read the commitment, with a reason."""
    form = VisibilityForm.of(commitment)
    if form.validate_on_submit():
        visibility, reason = Visibility(form.visibility.data), form.reason.data
        try:
            actions.change_visibility(commitment, visibility, by=current_user, at=utc_now(), reason=reason)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Changed who may read the commitment."), to=commitment)
    return page("commitments/registry/visibility.html", form, commitment=commitment)

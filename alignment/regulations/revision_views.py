"""Pages of revisions: begin one, move it through its stages, and propose commitments that carry it forward."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from alignment.regulations import actions, policies
from alignment.regulations.forms import AdvanceForm, BeginForm, PlanForm, ReasonForm, organisation
from alignment.regulations.labels import STAGES
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.rules import RevisionStage, next_stage
from alignment.regulations.views import REGULATION, bp
from app.circles.models import Circle
from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.errors import NotNow, RuleViolation
from app.web.arguments import uuid_of
from app.web.forms import MAX_LINE_LENGTH, Form
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry.forms import ProposalForm
from commitments.registry.policies import propose_commitment
from commitments.registry.queries import circles_to_propose_in

REVISION = "/alignment/revisions/<uuid:revision_id>"


@bp.route(f"{REGULATION}/revision", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def begin_revision(regulation: Regulation) -> ResponseReturnValue:
    """Begin the revision of a regulation."""
    title = _("Revision of %(title)s", title=regulation.title)[:MAX_LINE_LENGTH]
    form = BeginForm(title=title, holder=regulation.issuer_id)
    if form.validate_on_submit():
        told: dict[str, Any] = {"title": form.title.data, "on": form.on.data, "planned": form.planned()}
        holder = organisation(form.holder.data)
        try:
            actions.begin(regulation, holder=holder, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The revision has begun."), to=regulation)
    return _act(form, "begin", regulation)


@bp.route(f"{REVISION}/stage", methods=["GET", "POST"])
@guarded(policies.change_revision)
def advance(revision: Revision) -> ResponseReturnValue:
    """Move a revision to its next stage; from the last one, enter the new regulation."""
    stage = next_stage(revision.stage)
    if stage is None:
        raise NotNow(_("This revision is over"))
    form = AdvanceForm(version=revision.version)
    if stage is not RevisionStage.IN_FORCE:
        del form.outcome
    if form.validate_on_submit():
        version, regulation = form.version.data, revision.regulation
        try:
            actions.advance(revision, on=form.on.data, version=version, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            outcome = form.outcome.data if form.outcome else ""
            if outcome:
                to = url_for("alignment.regulations.enter", after=regulation.id, kind=outcome, on=form.on.data)
                return done(_("It is in force. Now enter the new regulation."), to=to)
            return done(_("Stage: %(stage)s", stage=STAGES[stage]), to=regulation)
    return _act(form, "advance", revision.regulation, revision=revision, stage=stage)


@bp.route(f"{REVISION}/plan", methods=["GET", "POST"])
@guarded(policies.change_revision)
def plan(revision: Revision) -> ResponseReturnValue:
    """Set who has a revision in hand, and for when its next stages are planned."""
    form = PlanForm.of(revision)
    if form.validate_on_submit():
        holder, version = organisation(form.holder.data), form.version.data
        try:
            actions.plan(
                revision, holder=holder, planned=form.planned(), version=version, by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=revision.regulation)
    return _act(form, "plan", revision.regulation, revision=revision)


@bp.route(f"{REVISION}/abandon", methods=["GET", "POST"])
@guarded(policies.change_revision)
def abandon(revision: Revision) -> ResponseReturnValue:
    """End a revision without a new text, with the reason."""
    form = ReasonForm(version=revision.version)
    if form.validate_on_submit():
        told: dict[str, Any] = {"reason": form.reason.data, "version": form.version.data}
        try:
            actions.abandon(revision, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The revision was abandoned."), to=revision.regulation)
    return _act(form, "abandon", revision.regulation, revision=revision)


@bp.route(f"{REVISION}/commitment", methods=["GET", "POST"])
@guarded(policies.change_revision)
def commit(revision: Revision) -> ResponseReturnValue:
    """Propose a commitment for the stage of a revision, in the forum or agreement that is chosen first."""
    circles = circles_to_propose_in(current_user, today())
    if "circle" not in request.args:
        return page("alignment/regulations/choose.html", revision=revision, circles=circles)
    wanted = uuid_of(request.args["circle"])
    circle = next((one for one in circles if one.id == wanted), None) or abort(404)
    authorise(propose_commitment, circle)
    form = _proposal(revision, circle)
    if form.validate_on_submit():
        try:
            made = actions.become_commitment(revision, form.details(circle), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Proposed. It binds once the responsible organisation has accepted it.")
            return done(notice, to=revision.regulation, made=made)
    return _act(form, "commit", revision.regulation, revision=revision, circle=circle)


def _proposal(revision: Revision, circle: Circle) -> ProposalForm:
    """Return the form of a commitment, filled in for the stage that comes next and whoever has it in hand."""
    form = ProposalForm.of(circle)
    seats = seats_on(circle.id, today())
    form.offer(seats)
    if not form.is_submitted():
        stage = next_stage(revision.stage) or revision.stage
        form.title.data = f"{STAGES[stage]}: {revision.title}"[:MAX_LINE_LENGTH]
        if revision.holder_id in {one.organisation_id for one in seats}:
            form.responsible.data = revision.holder_id
        form.due.data = next((one.planned_on for one in revision.steps if one.stage is stage), None)
    return form


def _act(form: Form, act: str, regulation: Regulation, **shown: Any) -> ResponseReturnValue:
    return page("alignment/regulations/act.html", form, act=act, regulation=regulation, **shown)

"""Pages of the responsible party: answer a proposal, report, submit; and downloads of evidence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.mail.links import current_link
from app.web.arguments import uuid_of
from app.web.components.forms import mistakes
from app.web.pages import Done, Page, done, page
from app.web.policies import guarded
from commitments.delivery import actions, policies, queries
from commitments.delivery.forms import AcceptForm, CommentForm, CounterForm, DeclineForm, ReportForm
from commitments.delivery.models import Evidence, Situation
from commitments.delivery.rules import moments_of
from commitments.extensions import actions as extensions
from commitments.milestones.rules import not_reached
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment

bp = Blueprint("delivery", __name__)


@bp.route("/commitments/<uuid:commitment_id>/accept", methods=["GET", "POST"])
@guarded(policies.deliver)
def accept(commitment: Commitment) -> ResponseReturnValue:
    """Accept the commitment; a coordinator must give the source of the party's answer."""
    form = AcceptForm.made(on_behalf=policies.acts_on_behalf(current_user, commitment))
    if form.validate_on_submit():
        try:
            actions.accept(commitment, by=current_user, at=utc_now(), behalf=form.behalf())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Accepted. The commitment is binding from today."), to=commitment)
    return page("commitments/act.html", form, act="accept", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/decline", methods=["GET", "POST"])
@guarded(policies.deliver)
def decline(commitment: Commitment) -> ResponseReturnValue:
    """Decline the commitment with a reason."""
    form = DeclineForm.made(on_behalf=policies.acts_on_behalf(current_user, commitment))
    if form.validate_on_submit():
        try:
            actions.decline(commitment, by=current_user, at=utc_now(), reason=form.reason.data, behalf=form.behalf())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Declined. The proposer is notified of your reason."), to=commitment)
    return page("commitments/act.html", form, act="decline", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/counter-propose", methods=["GET", "POST"])
@guarded(policies.deliver)
def counter_propose(commitment: Commitment) -> ResponseReturnValue:
    """Propose another due date with a reason."""
    form = CounterForm.made(on_behalf=policies.acts_on_behalf(current_user, commitment))
    if form.validate_on_submit():
        try:
            due, reason = form.due.data, form.reason.data
            actions.counter_propose(
                commitment, due=due, reason=reason, by=current_user, at=utc_now(), behalf=form.behalf()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your date was proposed. You will be notified of the answer."), to=commitment)
    return page("commitments/act.html", form, act="counter", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/agree-to-date", methods=["POST"])
@guarded(policies.agree_date)
def agree_to_date(commitment: Commitment) -> ResponseReturnValue:
    """Accept the counter-proposed date."""
    actions.agree_to_date(commitment, by=current_user, at=utc_now())
    return done(_("Agreed. The commitment is binding with the new date."), to=commitment)


@bp.route("/commitments/<uuid:commitment_id>/insist-on-date", methods=["GET", "POST"])
@guarded(policies.agree_date)
def insist_on_date(commitment: Commitment) -> ResponseReturnValue:
    """Keep the date first proposed, with a reason."""
    form = ReasonForm()
    reason = form.reason
    if form.validate_on_submit():
        try:
            actions.insist_on_date(commitment, by=current_user, at=utc_now(), reason=reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The original date was proposed again."), to=commitment)
    return page("commitments/act.html", form, act="insist", commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/report", methods=["GET", "POST"])
@guarded(policies.deliver)
def report(commitment: Commitment) -> ResponseReturnValue:
    """Report progress."""
    return _record(commitment, hand_over=False)


@bp.route("/commitments/<uuid:commitment_id>/submit", methods=["GET", "POST"])
@guarded(policies.deliver)
def submit(commitment: Commitment) -> ResponseReturnValue:
    """Submit the delivery for verification, with a last report."""
    return _record(commitment, hand_over=True)


@bp.route("/commitments/<uuid:commitment_id>/accept-and-report", methods=["GET", "POST"])
@guarded(policies.deliver)
def accept_and_report(commitment: Commitment) -> ResponseReturnValue:
    """Accept a proposed commitment by reporting progress."""
    return _record(commitment, hand_over=False, accepts=True)


@bp.route("/commitments/<uuid:commitment_id>/accept-and-submit", methods=["GET", "POST"])
@guarded(policies.deliver)
def accept_and_submit(commitment: Commitment) -> ResponseReturnValue:
    """Accept a proposed commitment by submitting its delivery for verification."""
    return _record(commitment, hand_over=True, accepts=True)


@bp.post("/commitments/<uuid:commitment_id>/reports")
@guarded(policies.deliver)
def receive(commitment: Commitment) -> ResponseReturnValue:
    """Record a report that waited on a device until it was connected, once per id; answers its script in JSON."""
    result = _record(commitment, hand_over=False)
    if isinstance(result, Page):
        assert result.form is not None
        return jsonify(message=". ".join(message for _control, message in mistakes(result.form))), result.form.status
    assert isinstance(result, Done)
    flash(str(result.message), result.tone)
    return jsonify(recorded=True)


def _record(commitment: Commitment, *, hand_over: bool, accepts: bool = False) -> ResponseReturnValue:
    """Show the report form, and record a valid report; with `hand_over`, submit it for verification.

    `accepts`: the report also accepts the commitment, which is still proposed. A report that was recorded before, by
    the id of its device, is not recorded again. Whoever chooses "done" among the percentages submits the delivery.
    """
    on_behalf = policies.acts_on_behalf(current_user, commitment)
    form = ReportForm.of(commitment, not_reached(commitment.milestones), on_behalf=on_behalf, hand_over=hand_over)
    if form.validate_on_submit():
        report_id = uuid_of(form.report_id.data or "")
        if report_id and queries.is_recorded(report_id):
            return done(_("Your report was recorded."), to=commitment)
        hands_over = hand_over or form.progress.hands_over
        if hands_over and not hand_over and current_link():
            abort(403)  # submission by link asks for a code, on a page of its own
        now = utc_now()
        try:
            details = _details(form, report_id, now)
            if accepts:
                actions.accept(commitment, by=current_user, at=now, behalf=form.behalf())
            act_of = actions.submit if hands_over else actions.report
            act_of(commitment, details, by=current_user, at=now, behalf=form.behalf())
            if details.situation is Situation.NEW_DATE and not hands_over:
                extensions.ask(commitment, due=form.due.data, reason=details.text, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("Submitted. The verifier is notified.") if hands_over else _("Your report was recorded.")
            return done(message, to=commitment)
    return page("commitments/delivery/report.html", form, commitment=commitment, hand_over=hand_over, accepts=accepts)


def _details(form: ReportForm, report_id: UUID | None, now: datetime) -> actions.Report:
    """Return what a form reports, with its files stored. Raises RuleViolation for a new date without date or reason."""
    situation = Situation(form.situation.data) if "situation" in form else None
    if form.help_needed.data:
        situation = Situation.NEEDS_HELP
    if situation is Situation.NEW_DATE and not form.progress.hands_over:
        if not form.due.data:
            raise RuleViolation(_("Write the date that you can meet"), field="due")
        if not form.text.data:
            raise RuleViolation(_("Write why you need another date"), field="text")
    uploads = [upload for upload in form.files.data or () if upload]
    return actions.Report(
        progress=form.progress.data,
        text=form.text.data or "",
        challenges=form.challenges.data or "",
        help_needed=situation is Situation.NEEDS_HELP,
        situation=situation,
        links=[form.link.data] if form.link.data else [],
        criterion=form.shown_criterion(),
        files=[store.save(upload, by=current_user, at=now, field="files") for upload in uploads],
        taken=moments_of(form.taken.data or "", len(uploads), now),
        id=report_id,
        milestones=form.milestones.data if "milestones" in form else (),
    )


@bp.route("/commitments/<uuid:commitment_id>/comment", methods=["GET", "POST"])
@guarded(policies.comment)
def comment(commitment: Commitment) -> ResponseReturnValue:
    """Add a comment to the timeline."""
    form = CommentForm()
    if form.validate_on_submit():
        try:
            actions.comment(commitment, by=current_user, at=utc_now(), text=form.text.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your remark was added."), to=commitment)
    return page("commitments/act.html", form, act="comment", commitment=commitment)


@bp.route("/commitments/evidence/<uuid:evidence_id>")
@guarded(policies.read_evidence)
def evidence(evidence: Evidence) -> ResponseReturnValue:
    """Download a file of evidence."""
    return serve(evidence.file) if evidence.file else abort(404)

"""Pages of the responsible party: answer a proposal, report, submit; and downloads of evidence."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.delivery import actions, policies
from commitments.delivery.forms import AcceptForm, CommentForm, CounterForm, DeclineForm, ReportForm
from commitments.delivery.models import Evidence
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


def _record(commitment: Commitment, *, hand_over: bool, accepts: bool = False) -> ResponseReturnValue:
    """Show the report form, and record a valid report; with `hand_over`, submit it for verification.

    `accepts`: the report also accepts the commitment, which is still proposed.
    """
    form = ReportForm.about(
        commitment.criteria_lines,
        on_behalf=policies.acts_on_behalf(current_user, commitment),
        progress=commitment.progress,
    )
    if form.validate_on_submit():
        try:
            now = utc_now()
            details = actions.Report(
                progress=form.progress.data,
                text=form.text.data,
                challenges=form.challenges.data or "",
                help_needed=form.help_needed.data,
                links=[form.link.data] if form.link.data else [],
                criterion=form.shown_criterion(),
                files=[
                    store.save(upload, by=current_user, at=now, field="files")
                    for upload in form.files.data or ()
                    if upload
                ],
            )
            if accepts:
                actions.accept(commitment, by=current_user, at=now, behalf=form.behalf())
            act_of = actions.submit if hand_over else actions.report
            act_of(commitment, details, by=current_user, at=now, behalf=form.behalf())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("Submitted. The verifier is notified.") if hand_over else _("Your report was recorded.")
            return done(message, to=commitment)
    return page("commitments/delivery/report.html", form, commitment=commitment, hand_over=hand_over, accepts=accepts)


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

"""Pages of disputes: dispute a finding, and mediate."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web import panels
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.disputes import actions, policies, queries
from commitments.disputes.forms import (
    AgreeForm,
    DeclineForm,
    DisputeForm,
    OptionForm,
    OutcomeForm,
    PositionForm,
    QuestionForm,
    SupportForm,
)
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.registry import actions as registry
from commitments.registry.forms import ProposalForm, ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility

bp = Blueprint("disputes", __name__)
PATH = "/commitments/<uuid:commitment_id>"


@bp.route(f"{PATH}/dispute", methods=["GET", "POST"])
@guarded(policies.open_dispute)
def dispute(commitment: Commitment) -> ResponseReturnValue:
    """Dispute the verifier's finding, with a question and the organisation's position."""
    form = DisputeForm()
    if form.validate_on_submit():
        try:
            actions.dispute(commitment, form.question.data, form.statement(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Disputed. The verifier and those who mediate are notified."), to=commitment)
    return page("commitments/disputes/act.html", form, act="dispute", commitment=commitment)


@bp.route(f"{PATH}/mediation")
@guarded(policies.read_dispute)
def show(commitment: Commitment) -> ResponseReturnValue:
    """Show the record of the mediation: question, positions, interests, options and outcome."""
    found = queries.disputes_of(commitment.id) or abort(404)
    mediators = queries.mediators(commitment, insiders_agreed=found[0].insiders_agreed)
    takes_part = policies.is_side(current_user, commitment)
    return page(
        "commitments/disputes/show.html",
        commitment=commitment,
        dispute=found[0],
        earlier=found[1:],
        mediators=mediators,
        takes_part=takes_part,
        mediates=current_user in mediators,
    )


def _record(commitment: Commitment) -> str:
    """Return the URL of the record, or in a request by link that of the commitment."""
    return panels.linked_page(commitment) or url_for("commitments.disputes.show", commitment_id=commitment.id)


@bp.route(f"{PATH}/mediation/question", methods=["GET", "POST"])
@guarded(policies.mediate)
def reword(commitment: Commitment) -> ResponseReturnValue:
    """Reword the question of the mediation."""
    form = QuestionForm(obj=queries.require_open(commitment))
    if form.validate_on_submit():
        try:
            actions.reword(commitment, form.question.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The question was reworded."), to=_record(commitment))
    return page("commitments/disputes/act.html", form, act="reword", commitment=commitment)


@bp.route(f"{PATH}/mediation/position", methods=["GET", "POST"])
@guarded(policies.take_part)
def take_position(commitment: Commitment) -> ResponseReturnValue:
    """Write the position of one's own side."""
    form = PositionForm.of(queries.require_open(commitment), current_user.organisation_id)
    if form.validate_on_submit():
        try:
            actions.take_position(commitment, form.statement(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your position was recorded."), to=_record(commitment))
    return page("commitments/disputes/act.html", form, act="position", commitment=commitment)


@bp.route(f"{PATH}/mediation/option", methods=["GET", "POST"])
@guarded(policies.settle)
def add_option(commitment: Commitment) -> ResponseReturnValue:
    """Add an option."""
    form = OptionForm()
    if form.validate_on_submit():
        try:
            mediates = policies.mediate(current_user, commitment)
            actions.add_option(commitment, form.text.data, by=current_user, at=utc_now(), mediates=mediates)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The option was added."), to=_record(commitment))
    return page("commitments/disputes/act.html", form, act="option", commitment=commitment)


@bp.route(f"{PATH}/mediation/support", methods=["GET", "POST"])
@guarded(policies.take_part)
def support(commitment: Commitment) -> ResponseReturnValue:
    """Support an option, or no longer support it."""
    form = SupportForm()
    if form.validate_on_submit():
        try:
            letter, withdraws = form.option.data, form.withdraws.data
            actions.support(commitment, letter, by=current_user, at=utc_now(), withdraws=withdraws)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your support was recorded."), to=_record(commitment))
    return page("commitments/disputes/act.html", form, act="support", commitment=commitment)


@bp.route(f"{PATH}/mediation/outcome", methods=["GET", "POST"])
@guarded(policies.settle)
def propose_outcome(commitment: Commitment) -> ResponseReturnValue:
    """Propose the wording of an outcome and ask both sides to agree."""
    form = OutcomeForm()
    if form.validate_on_submit():
        try:
            actions.propose_outcome(
                commitment,
                OutcomeKind(form.kind.data),
                form.text.data,
                due=form.due.data,
                by=current_user,
                at=utc_now(),
                mediates=policies.mediate(current_user, commitment),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Proposed. It takes effect once both sides agree."), to=_record(commitment))
    return page("commitments/disputes/act.html", form, act="outcome", commitment=commitment)


@bp.route(f"{PATH}/mediation/agree", methods=["GET", "POST"])
@guarded(policies.take_part)
def agree(commitment: Commitment) -> ResponseReturnValue:
    """Agree to the proposed outcome, for one's own side."""
    form = AgreeForm()
    if form.validate_on_submit():
        try:
            found = actions.agree(commitment, form.number.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            settled = found.state is DisputeState.SETTLED
            message = _("Both sides agree. The dispute is settled.") if settled else _("Your agreement was recorded.")
            return done(message, to=_record(commitment))
    return _answer(commitment, form, "agree")


@bp.route(f"{PATH}/mediation/decline", methods=["GET", "POST"])
@guarded(policies.take_part)
def decline(commitment: Commitment) -> ResponseReturnValue:
    """Decline the proposed outcome with a reason; the mediation continues."""
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            number, reason = form.number.data, form.reason.data
            actions.decline(commitment, number, reason=reason, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Declined. The mediation continues."), to=_record(commitment))
    return _answer(commitment, form, "decline")


def _answer(commitment: Commitment, form: AgreeForm, act: str) -> ResponseReturnValue:
    """Show the form about the outcome that is proposed now."""
    outcome = queries.require_open(commitment).outcome
    return page("commitments/disputes/act.html", form, act=act, commitment=commitment, outcome=outcome)


@bp.route(f"{PATH}/dispute/withdraw", methods=["GET", "POST"])
@guarded(policies.open_dispute)
def withdraw(commitment: Commitment) -> ResponseReturnValue:
    """Withdraw the dispute with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(commitment, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The dispute was withdrawn. The finding applies again."), to=commitment)
    return page("commitments/disputes/act.html", form, act="withdraw", commitment=commitment)


@bp.route(f"{PATH}/mediation/follow-up", methods=["GET", "POST"])
@guarded(policies.settle)
def follow_up(commitment: Commitment) -> ResponseReturnValue:
    """Propose the follow-up commitment on which both sides agreed, from a prefilled form."""
    found = queries.awaiting_follow_up(commitment)
    alone = commitment.visibility is Visibility.PARTIES
    form = ProposalForm(
        title=commitment.title,
        criteria=found.outcomes[-1].text,
        responsible=commitment.responsible_id,
        verifier=commitment.verifier_id,
        visibility=(Visibility.PARTIES if alone else Visibility.CIRCLE).value,  # nobody proposes public ones
        weight=commitment.weight,
    )
    form.offer(seats_on(commitment.circle_id, today()))
    if form.validate_on_submit():
        try:
            proposed = registry.propose(form.details(commitment.circle), by=current_user, at=utc_now())
            actions.follow_up(found, proposed, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            name = proposed.responsible.name
            return done(
                _("Proposed. It becomes binding once %(name)s accepts it.", name=name), to=proposed, made=proposed
            )
    return page("commitments/disputes/follow_up.html", form, commitment=commitment, circle=commitment.circle)

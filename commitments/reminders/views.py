"""The ladder of reminders of a commitment, answers to them, snoozes, and the schedule of a circle."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.models import Circle
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.mail import outbox
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.delivery import actions as deliveries
from commitments.delivery.models import Act
from commitments.delivery.queries import timeline
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.reminders import actions, policies, queries
from commitments.reminders.forms import HelpForm, ScheduleForm, SnoozeForm
from commitments.reminders.ladder import hold_of, rungs_of
from commitments.reminders.rules import last_day_of_snooze

bp = Blueprint("reminders", __name__)


@bp.get("/commitments/<uuid:commitment_id>/reminders")
@guarded(read_commitment)
def show(commitment: Commitment) -> ResponseReturnValue:
    """Show which reminders were sent to whom, what was answered, and what comes next."""
    schedule, snooze = queries.schedule_of(commitment.circle_id), queries.snooze_of(commitment)
    holiday_on, now = queries.days_off_around(commitment.current_due, today()), today()
    hold = hold_of(commitment, snooze, now)
    told, updates = queries.told(commitment), timeline(commitment.id)
    rungs = rungs_of(commitment, schedule, told, updates, holiday_on, held=hold is not None)
    return page(
        "commitments/reminders/show.html",
        commitment=commitment,
        rungs=rungs,
        hold=hold,
        snooze=snooze,
        reason=next((one.text for one in updates if one.act is Act.SNOOZED), ""),
        last_snooze=last_day_of_snooze(snooze.since if snooze else now),
        schedule=schedule,
        form=SnoozeForm(formdata=None),
    )


@bp.route("/commitments/<uuid:commitment_id>/remind", methods=["POST"])
@guarded(policies.remind_party)
def remind(commitment: Commitment) -> ResponseReturnValue:
    """Remind the responsible party to answer or report, or the verifier to verify; at most once in 24 hours."""
    actions.remind(commitment, by=current_user, at=utc_now())
    return done(
        outbox.announce(_("The reminder was sent."), unsent=_("The reminder has been prepared.")), to=commitment
    )


@bp.route("/commitments/<uuid:commitment_id>/snooze", methods=["GET", "POST"])
@guarded(policies.snooze_reminders)
def snooze(commitment: Commitment) -> ResponseReturnValue:
    """Send no reminders for some days, with a reason; the due date stays."""
    form = SnoozeForm()
    if form.validate_on_submit():
        try:
            actions.snooze(commitment, until=form.until.data, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Reminders are snoozed. The due date stays."), to=commitment)
    return page("commitments/reminders/snooze.html", form, commitment=commitment)


@bp.route("/commitments/<uuid:commitment_id>/on-track", methods=["POST"])
@guarded(policies.answer_reminder)
def on_track(commitment: Commitment) -> ResponseReturnValue:
    """Confirm, in one click, that the due date will be kept."""
    actions.confirm_plan(commitment, by=current_user, at=utc_now())
    return done(_("Thank you. The parties can see that the work is on plan."), to=commitment)


@bp.route("/commitments/<uuid:commitment_id>/ask-for-help", methods=["GET", "POST"])
@guarded(policies.answer_reminder)
def ask_for_help(commitment: Commitment) -> ResponseReturnValue:
    """Report that help is needed, without a change of progress; the proposer is notified."""
    form = HelpForm()
    if form.validate_on_submit():
        details = deliveries.Report(progress=commitment.progress, text=form.text.data, help_needed=True)
        try:
            deliveries.report(commitment, details, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your request for help was sent."), to=commitment)
    return page("commitments/reminders/help.html", form, commitment=commitment)


@bp.route("/commitments/reminder-schedules/<uuid:circle_id>", methods=["GET", "POST"])
@guarded(policies.schedule_reminders)
def schedule(circle: Circle) -> ResponseReturnValue:
    """Choose which steps a forum or agreement takes, and when mails may leave."""
    form = ScheduleForm.of(queries.schedule_of(circle.id))
    commitment_id = uuid_of(request.args.get("of", ""))
    back = url_for(".show", commitment_id=commitment_id) if commitment_id else url_for("commitments.registry.index")
    if form.validate_on_submit():
        actions.change_schedule(circle, form.schedule(), by=current_user, at=utc_now())
        return done(_("The reminders of %(name)s were changed.", name=circle.name), to=back)
    return page("commitments/reminders/schedule.html", form, circle=circle, back=back)

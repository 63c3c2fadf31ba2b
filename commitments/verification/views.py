"""Pages of the verifier: the queue, the verdicts, what was examined; and the closing of partly met commitments."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.calendars.queries import holiday_lookup
from app.clock import local_date, today, utc_now
from app.errors import RuleViolation
from app.mail.links import current_link
from app.web.arguments import uuid_of
from app.web.pages import done, page, safe_next
from app.web.policies import guarded
from commitments.delivery.queries import timeline
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.policies import list_commitments
from commitments.registry.queries import for_detail
from commitments.verification import actions, policies, queries
from commitments.verification.forms import ReasonedVerdictForm, VerdictForm
from commitments.verification.rows import Examination, Queue
from commitments.verification.rules import working_days_waited

bp = Blueprint("verification", __name__)


@bp.get("/commitments/verify")
@guarded(list_commitments)
def queue() -> ResponseReturnValue:
    """Show the deliveries that wait for the user's organisation, and the one in ?commitment=, by default the oldest."""
    waiting = _queue(uuid_of(request.args.get("commitment", "")))
    commitment = for_detail(waiting.chosen) if waiting.chosen else None
    return _examine(VerdictForm(), commitment, waiting)


@bp.get("/commitments/verify/examined")
@guarded(list_commitments)
def examined() -> ResponseReturnValue:
    """List the verdicts of the user's organisation."""
    listed = queries.examined(current_user, today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    return page("commitments/verification/examined.html", listed=listed)


@bp.route("/commitments/<uuid:commitment_id>/verify", methods=["POST"])
@guarded(policies.verify_commitment)
def confirm(commitment: Commitment) -> ResponseReturnValue:
    """Confirm that the criteria are met, in one click or with a finding for each."""
    form = VerdictForm()
    if form.validate_on_submit():
        try:
            note, found = form.reason.data or "", form.found()
            actions.confirm(commitment, by=current_user, at=utc_now(), note=note, findings=found)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("Confirmed. The commitment is closed and the party is notified."),
                to=safe_next("") or commitment,
            )
    return _examine(form, commitment)


@bp.route("/commitments/<uuid:commitment_id>/partly-met", methods=["GET", "POST"])
@guarded(policies.verify_commitment)
def find_partly_met(commitment: Commitment) -> ResponseReturnValue:
    """Find the criteria partly met, with what remains; the commitment is in progress again."""
    form = ReasonedVerdictForm()
    if form.validate_on_submit():
        try:
            reason, found = form.reason.data, form.found()
            actions.find_partly_met(commitment, by=current_user, at=utc_now(), remainder=reason, findings=found)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("Recorded as partly met. The party is notified of what remains.")
            return done(message, to=safe_next("") or commitment)
    return _examine(form, commitment)


@bp.route("/commitments/<uuid:commitment_id>/return", methods=["GET", "POST"])
@guarded(policies.verify_commitment)
def send_back(commitment: Commitment) -> ResponseReturnValue:
    """Send a delivery back to the responsible party, with a reason."""
    form = ReasonedVerdictForm()
    if form.validate_on_submit():
        try:
            reason, found = form.reason.data, form.found()
            actions.send_back(commitment, by=current_user, at=utc_now(), reason=reason, findings=found)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The delivery was returned."), to=safe_next("") or commitment)
    return _examine(form, commitment)


def _examine(form: VerdictForm, commitment: Commitment | None, waiting: Queue | None = None) -> ResponseReturnValue:
    """Show a delivery with its criteria beside their evidence and, unless a link opened it, the queue."""
    if waiting is None and not current_link():
        waiting = _queue(commitment.id if commitment else None)
    if commitment is None:
        return page("commitments/verification/examine.html", form, commitment=None, queue=waiting)
    if isinstance(form, ReasonedVerdictForm) and form.is_submitted():
        form.fill_in(commitment.criteria_lines)
    return page(
        "commitments/verification/examine.html",
        form,
        commitment=commitment,
        queue=waiting,
        examination=Examination.of(commitment, timeline(commitment.id)),
        next=_next(waiting) if waiting else None,
    )


def _queue(wanted: UUID | None) -> Queue:
    """Return the queue of the user's organisation, with the wanted delivery chosen if it waits."""
    listed = queries.queue(current_user)
    ids = [row.id for row in listed.rows]
    if wanted not in ids and not (wanted and queries.waits(wanted, current_user)):
        wanted = next(iter(ids), None)
    days_off = holiday_lookup(local_date(listed.rows[0].submitted_at), today()) if listed.rows else None
    waited = {
        row.id: working_days_waited(local_date(row.submitted_at), today(), days_off)
        for row in listed.rows
        if days_off is not None
    }
    return Queue.of(listed, waited, wanted)


def _next(waiting: Queue) -> str:
    """Return the page that follows a verdict: the one in `next`, or the queue with the following delivery."""
    return safe_next(url_for("commitments.verification.queue", commitment=waiting.after))


@bp.route("/commitments/<uuid:commitment_id>/close", methods=["GET", "POST"])
@guarded(policies.close_commitment)
def close(commitment: Commitment) -> ResponseReturnValue:
    """Close a partly met commitment with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.close(commitment, by=current_user, at=utc_now(), reason=form.reason.data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The commitment was closed as partly met."), to=commitment)
    return page("commitments/act.html", form, act="close", commitment=commitment)

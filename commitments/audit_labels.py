"""Labels of commitment acts in the audit log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from commitments.particulars.labels import FUNDS, PLANS, RHYTHMS
from commitments.registry.models import Commitment
from commitments.status_labels import BARRIERS, OUTCOMES, SOURCES, VISIBILITIES
from commitments.summaries.models import Summary
from commitments.verification.labels import FINDINGS

SENTENCES = {
    "commitment.proposed": _l("proposed this commitment"),
    "commitment.proposed_again": _l("proposed the original date again"),
    "commitment.accepted": _l("accepted this commitment"),
    "commitment.declined": _l("declined this commitment"),
    "commitment.counter_proposed": _l("proposed %(due)s instead"),
    "commitment.date_agreed": _l("agreed to %(due)s"),
    "commitment.progress": _l("reported progress of %(progress)s %%"),
    "commitment.submitted": _l("submitted the delivery"),
    "commitment.commented": _l("added a remark"),
    "commitment.met": _l("found the criteria met"),
    "commitment.partially_met": _l("found the criteria partly met"),
    "commitment.returned": _l("returned the delivery"),
    "commitment.closed": _l("closed this commitment as partly met"),
    "commitment.blocked": _l("reported a barrier"),
    "commitment.unblocked": _l("reported the barrier removed"),
    "commitment.visibility_changed": _l("changed who may read this commitment"),
    "commitment.cancelled": _l("cancelled this commitment"),
    "commitment.amended": _l("changed this commitment by an amendment: due %(due)s"),
    "commitment.superseded": _l("ended this commitment because others take its place"),
    "commitment.contact_named": _l("named the contact of this commitment"),
    "commitment.wait_begun": _l("let this commitment wait for another one"),
    "commitment.wait_ended": _l("ended a wait of this commitment"),
    "commitment.particulars_changed": _l("changed reports, plan or funds"),
    "commitment.record_written": _l("saved the record of delivery"),
    "commitment.record_signed": _l("added the signed record of delivery"),
    "commitment.reminded": _l("sent a reminder"),
    "commitment.snoozed": _l("snoozed the reminders until %(until)s"),
    "commitment.on_track": _l("confirmed that the work is on plan"),
    "circle.reminders_scheduled": _l("changed the steps and hours of reminders"),
    "dispute.opened": _l("disputed the finding"),
    "dispute.reworded": _l("reworded the question of the mediation"),
    "dispute.position": _l("wrote the position of their side"),
    "dispute.option": _l("added an option to the mediation"),
    "dispute.supported": _l("supported an option"),
    "dispute.unsupported": _l("no longer supported an option"),
    "dispute.outcome_proposed": _l("proposed an outcome of the mediation"),
    "dispute.outcome_agreed": _l("agreed to the outcome of the mediation"),
    "dispute.outcome_declined": _l("declined the outcome of the mediation"),
    "dispute.settled": _l("settled the dispute"),
    "dispute.withdrawn": _l("withdrew the dispute"),
    "dispute.ended": _l("ended the dispute with the commitment"),
    "dispute.followed_up": _l("proposed a follow-up commitment"),
    "handover.asked": _l("requested a hand-over to %(organisation)s"),
    "handover.accepted": _l("took this commitment over"),
    "handover.declined": _l("declined the hand-over"),
    "handover.withdrawn": _l("withdrew the hand-over"),
    "commitment.passed_to_successor": _l(
        "passed this commitment to %(organisation)s, the successor of an organisation"
    ),
    "milestone.added": _l("set a milestone for %(due)s"),
    "milestone.removed": _l("removed the milestone of %(due)s"),
    "milestone.reached": _l("reached the milestone of %(due)s"),
    "watch.begun": _l("began to watch this commitment"),
    "watch.ended": _l("stopped watching this commitment"),
    "extension.asked": _l("requested an extension to %(due)s"),
    "extension.approved": _l("extended the due date to %(due)s"),
    "extension.denied": _l("kept the due date"),
}

SUMMARIES = {
    "summary.stopped": _l("stopped the weekly summary"),
    "summary.resumed": _l("wants the weekly summary again"),
}

DETAILS = {
    "finding": _l("Finding"),
    "funds": _l("Source of funds"),
    "plan": _l("Plan"),
    "rhythm": _l("Reports"),
    "findings": _l("Findings"),
    "follow_up": _l("Follow-up commitment"),
    "organisation": _l("Organisation"),
    "outcome": _l("Outcome"),
    "on_time": _l("On time"),
    "remover": _l("Who can remove it"),
    "said_on": _l("Said on"),
    "source": _l("Source"),
    "steps": _l("Steps"),
}


def describe_acts() -> None:
    """Register the audit labels of commitments and their acts."""
    audit.call(Commitment, _l("commitment"))
    audit.call(Summary, _l("weekly summary"))
    for action, words in {**SENTENCES, **SUMMARIES}.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal("hand_over")
    audit.label_values("commitment", ("before", "after"), VISIBILITIES)
    audit.label_values("commitment", ("kind",), BARRIERS)
    audit.label_values("commitment", ("source",), SOURCES)
    audit.label_values("commitment", ("findings",), {finding: label.word for finding, label in FINDINGS.items()})
    audit.label_values("commitment", ("plan",), PLANS)
    audit.label_values("commitment", ("funds",), FUNDS)
    audit.label_values("commitment", ("rhythm",), RHYTHMS)
    audit.label_values("dispute", ("outcome",), OUTCOMES)

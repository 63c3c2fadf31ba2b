"""Labels of agreement acts in the audit log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from agreements.amendments.models import Addendum
from agreements.labels import DOCUMENT_KINDS, KINDS
from agreements.registry.models import Agreement
from app import audit
from app.web.status_labels import KINDS as STATES

SENTENCES = {
    "agreement.created": _l("began this agreement"),
    "agreement.changed": _l("changed the facts of this agreement"),
    "agreement.keeper_changed": _l("passed the keeping of this agreement from %(before)s to %(after)s"),
    "agreement.moved_to_draft": _l("put this agreement back to draft"),
    "agreement.moved_to_review": _l("sent this agreement for review"),
    "agreement.moved_to_negotiation": _l("began the negotiation"),
    "agreement.moved_to_out_for_signature": _l("sent this agreement out for signature"),
    "agreement.signed": _l("recorded that all sides signed on %(signed_on)s"),
    "agreement.signature_day_changed": _l("changed the day of signature from %(before)s to %(after)s: %(reason)s"),
    "agreement.start_changed": _l("changed the first day in force from %(before)s to %(after)s: %(reason)s"),
    "agreement.end_changed": _l("changed the end from %(before)s to %(after)s: %(reason)s"),
    "agreement.notice_changed": _l("changed the notice from %(before)s to %(after)s days before the end: %(reason)s"),
    "agreement.objected": _l("objected to what happens at the end on %(expires_on)s"),
    "agreement.renewed_tacitly": _l("renewed itself from %(before)s to %(after)s, because no party objected"),
    "agreement.renewed": _l("renewed this agreement with another one"),
    "agreement.terminated": _l("terminated this agreement as of %(last_day)s"),
    "agreement.cancelled": _l("abandoned this agreement before it was signed"),
    "agreement.clauses_taken_over": _l("took over the clauses of the agreement that it renews"),
    "agreement.party_changed": _l("wrote the number or the signatory of %(party)s"),
    "agreement.clause_added": _l("added %(clause)s"),
    "agreement.clause_changed": _l("changed %(clause)s"),
    "agreement.clause_corrected": _l("corrected %(clause)s in the register: %(reason)s"),
    "agreement.amended": _l("applied amendment %(number)s, from %(effective_on)s"),
    "amendment.begun": _l("began the draft of amendment %(number)s"),
    "amendment.changed": _l("changed the draft of amendment %(number)s"),
    "amendment.sent": _l("sent draft %(draft)s of amendment %(number)s to the parties"),
    "amendment.taken_back": _l("took amendment %(number)s back to change its draft"),
    "amendment.sent_for_signature": _l("sent amendment %(number)s out for signature"),
    "amendment.position_taken": _l("took a position on amendment %(number)s"),
    "amendment.withdrawn": _l("withdrew amendment %(number)s: %(reason)s"),
    "amendment.applied": _l("recorded that all parties signed amendment %(number)s"),
    "agreement.clause_moved": _l("moved %(clause)s"),
    "agreement.clause_removed": _l("removed %(clause)s"),
    "agreement.obligation_added": _l("added an obligation to %(clause)s"),
    "agreement.obligation_changed": _l("changed an obligation of %(clause)s"),
    "agreement.obligation_removed": _l("removed an obligation from %(clause)s"),
    "agreement.right_added": _l("added a right or benefit to %(clause)s"),
    "agreement.right_removed": _l("removed a right or benefit from %(clause)s"),
    "agreement.document_added": _l("added a file, SHA-256 %(sha256)s"),
    "agreement.announced": _l("told the parties that it ends on %(expires_on)s"),
}

DETAILS = {
    "clause": _l("Clause"),
    "draft": _l("Draft"),
    "effective_on": _l("Applies from"),
    "stance": _l("Position on the draft"),
    "notice_days": _l("Notice (days)"),
    "parent_id": _l("Above it"),
    "party": _l("Party"),
    "renewal": _l("Renewal"),
    "signed_on": _l("Signed on"),
}


def describe_acts() -> None:
    """Register the audit labels of agreements and their acts."""
    audit.call(Agreement, _l("agreement"))
    audit.call(Addendum, _l("amendment"))
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal("earlier")
    audit.label_values("agreement", ("kind",), {**KINDS, **DOCUMENT_KINDS})
    audit.label_values(
        "agreement", ("before", "after"), {state: label.word for state, label in STATES["agreement"].items()}
    )

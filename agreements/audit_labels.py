"""Labels of agreement acts in the audit log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from agreements.amendments.models import Addendum
from agreements.boilerplates.models import Boilerplate
from agreements.labels import DOCUMENT_KINDS, KINDS
from agreements.making.labels import ITEMS
from agreements.particulars.labels import FUNDS
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
    "agreement.party_succeeded": _l("let %(organisation)s take the place of %(party)s: %(basis)s"),
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
    "amendment.position_recorded": _l("recorded a position on amendment %(number)s on behalf of a party"),
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
    "agreement.right_received": _l("stated that it received on %(received_on)s: %(right)s"),
    "agreement.right_not_received": _l("stated that it did not receive: %(right)s"),
    "agreement.right_receipt_withdrawn": _l("withdrew the statement about: %(right)s"),
    "agreement.evaluation_issued": _l("issued the evaluation of %(year)s, version %(version)s"),
    "agreement.document_added": _l("added a file, SHA-256 %(sha256)s"),
    "agreement.item_done": _l("marked an item as done: %(item)s"),
    "agreement.item_not_needed": _l("marked an item as not needed: %(item)s"),
    "agreement.item_reopened": _l("opened an item again: %(item)s"),
    "agreement.item_added": _l("added an item to the checklist: %(item)s"),
    "agreement.passed_on": _l("passed this agreement on to %(organisation)s"),
    "agreement.signing_changed": _l("changed the signing log of %(party)s"),
    "agreement.party_signed": _l("recorded that %(party)s signed on %(signed_on)s"),
    "agreement.funding_changed": _l("changed the value or the funds"),
    "agreement.risk_added": _l("added a risk: %(risk)s"),
    "agreement.risk_changed": _l("changed a risk: %(risk)s"),
    "agreement.contact_entered": _l("entered a contact of %(party)s"),
    "agreement.contact_ended": _l("ended an entry of the contact book of %(party)s"),
    "agreement.filled": _l("added the clauses of the template “%(title)s”"),
    "boilerplate.created": _l("created the template “%(title)s”"),
    "boilerplate.changed": _l("changed the template “%(title)s”"),
    "boilerplate.retired": _l("retired the template “%(title)s”"),
    "boilerplate.restored": _l("offered the template “%(title)s” again"),
    "agreement.announced": _l("told the parties that it ends on %(expires_on)s"),
}

DETAILS = {
    "amount": _l("Value"),
    "clause": _l("Clause"),
    "funds": _l("Source of funds"),
    "gap": _l("Why the signing log is incomplete"),
    "item": _l("Checklist item"),
    "note": _l("Note"),
    "draft": _l("Draft"),
    "effective_on": _l("Applies from"),
    "stance": _l("Position on the draft"),
    "notice_days": _l("Notice (days)"),
    "parent_id": _l("Above it"),
    "party": _l("Party"),
    "received_on": _l("Received on"),
    "risk": _l("Risk"),
    "renewal": _l("Renewal"),
    "right": _l("Right or benefit"),
    "signed_on": _l("Signed on"),
    "year": _l("Year"),
    "word": _l("What is asked of them"),
}


def describe_acts() -> None:
    """Register the audit labels of agreements and their acts."""
    audit.call(Agreement, _l("agreement"))
    audit.call(Boilerplate, _l("agreement template"))
    audit.call(Addendum, _l("amendment"))
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal("earlier")
    audit.label_values("agreement", ("kind",), {**KINDS, **DOCUMENT_KINDS})
    audit.label_values("agreement", ("item",), ITEMS)
    audit.label_values("agreement", ("funds",), FUNDS)
    audit.label_values(
        "agreement", ("before", "after"), {state: label.word for state, label in STATES["agreement"].items()}
    )

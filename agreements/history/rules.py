"""Reconstructs the facts of an agreement before an act, from the audit log.

Audit rows contain them in the detail `was`. Older rows lack it: facts that their act may have changed are UNKNOWN
unless another detail gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agreements.registry.rules import MAKING
from app.audit.rules import UNKNOWN

FACTS = frozenset({"stage", "title", "kind", "effective_on", "expires_on", "notice_days", "classification"})
"""Facts of an agreement that a digest reports and that may change."""
ACTS: dict[str, dict[str, Any]] = {
    "agreement.changed": {},
    **{f"agreement.moved_to_{stage.value}": {"stage": "draft"} for stage in MAKING},
    "agreement.signed": {"stage": "out_for_signature", "effective_on": UNKNOWN, "expires_on": UNKNOWN},
    "agreement.start_changed": {"effective_on": UNKNOWN},
    "agreement.end_changed": {"expires_on": UNKNOWN},
    "agreement.notice_changed": {"notice_days": UNKNOWN},
    "agreement.amended": {"expires_on": UNKNOWN},
    "agreement.renewed_tacitly": {"expires_on": UNKNOWN},
    "agreement.renewed": {"stage": "signed"},
    "agreement.terminated": {"stage": "signed"},
    "agreement.cancelled": {"stage": "draft"},
}
"""Acts that change these facts, with the facts before the act as far as older rows imply them.

"draft" represents every stage before signature.
"""
STAYING = frozenset(
    {
        "agreement.announced",
        "agreement.clause_added",
        "agreement.clause_changed",
        "agreement.clause_corrected",
        "agreement.clause_moved",
        "agreement.clause_removed",
        "agreement.clauses_taken_over",
        "agreement.contact_ended",
        "agreement.contact_entered",
        "agreement.created",
        "agreement.document_added",
        "agreement.evaluation_issued",
        "agreement.filled",
        "agreement.funding_changed",
        "agreement.item_added",
        "agreement.item_done",
        "agreement.item_not_needed",
        "agreement.item_reopened",
        "agreement.keeper_changed",
        "agreement.objected",
        "agreement.obligation_added",
        "agreement.obligation_changed",
        "agreement.obligation_removed",
        "agreement.party_changed",
        "agreement.party_signed",
        "agreement.party_succeeded",
        "agreement.passed_on",
        "agreement.right_added",
        "agreement.right_not_received",
        "agreement.right_receipt_withdrawn",
        "agreement.right_received",
        "agreement.right_removed",
        "agreement.risk_added",
        "agreement.risk_changed",
        "agreement.signature_day_changed",
        "agreement.signing_changed",
    }
)
"""Acts that do not change these facts."""


def agreement_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts before an act that the act changed; UNKNOWN where its audit row does not contain them."""
    if "was" in details:
        return dict(details["was"])
    return {**ACTS.get(action, {}), **dict.fromkeys(FACTS.intersection(details.get("changed", ())), UNKNOWN)}

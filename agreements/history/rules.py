"""What agreements were before the acts of their record.

Rows say it as their detail `was`. Older rows say less: what those acts may have changed is unknown where no detail
tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agreements.registry.rules import MAKING
from app.audit.rules import UNKNOWN

FACTS = frozenset({"stage", "title", "kind", "effective_on", "expires_on", "notice_days", "classification"})
"""What a digest says of an agreement and may change."""
ACTS: dict[str, dict[str, Any]] = {
    "agreement.changed": {},
    **{f"agreement.moved_to_{stage.value}": {"stage": "draft"} for stage in MAKING},
    "agreement.signed": {"stage": "out_for_signature", "effective_on": UNKNOWN, "expires_on": UNKNOWN},
    "agreement.renewed": {"stage": "signed"},
    "agreement.terminated": {"stage": "signed"},
    "agreement.cancelled": {"stage": "draft"},
}
"""Acts that change what a digest says of an agreement, with what an older row tells of the time before.

"Draft" stands for every stage before signature.
"""
STAYING = frozenset(
    {
        "agreement.announced",
        "agreement.clause_added",
        "agreement.clause_changed",
        "agreement.clause_moved",
        "agreement.clause_removed",
        "agreement.clauses_taken_over",
        "agreement.created",
        "agreement.document_added",
        "agreement.obligation_added",
        "agreement.obligation_changed",
        "agreement.obligation_removed",
        "agreement.party_changed",
        "agreement.right_added",
        "agreement.right_removed",
    }
)
"""Acts after which an agreement stands, ends and is called as it was."""


def agreement_was(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of an agreement before an act."""
    if "was" in details:
        return dict(details["was"])
    return {**ACTS.get(action, {}), **dict.fromkeys(FACTS.intersection(details.get("changed", ())), UNKNOWN)}

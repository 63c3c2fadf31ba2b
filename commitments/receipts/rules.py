"""Rules of records of delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commitments.registry.rules import Delivery, Verification


def is_delivered(delivery: Delivery, verification: Verification) -> bool:
    """Return whether a delivery can be recorded: it was submitted, or closed as met or partly met."""
    if delivery is Delivery.SUBMITTED:
        return True
    return delivery is Delivery.CLOSED and verification in {Verification.MET, Verification.PARTIALLY_MET}


def criteria_shown(covered: Sequence[int], count: int) -> list[int | None]:
    """Return the criteria of which a signed record is evidence: None for all `count`, else the numbers it covers.

    Numbers of criteria that the commitment no longer has are left out.
    """
    known = sorted({number for number in covered if 1 <= number <= count})
    return [None] if len(known) == count else list(known)


def with_evidence(items: Sequence[Mapping[str, Any]], evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the items of a record, each with the numbers of the evidence that shows it, from 1, as it is listed.

    Evidence without a criterion, or of one that is not covered, shows all of them.
    """
    covered = {item["number"] for item in items}
    shows = [one["criterion"] if one["criterion"] in covered else None for one in evidence]
    return [
        {**item, "evidence": [place for place, shown in enumerate(shows, 1) if shown in {None, item["number"]}]}
        for item in items
    ]

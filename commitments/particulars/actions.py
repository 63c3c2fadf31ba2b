"""Changes the plan, the funds and the rhythm of reports of a commitment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from app import audit
from app.accounts.models import Person
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN, Particulars


def change(commitment: Commitment, particulars: Particulars, *, by: Person, at: datetime) -> None:
    """Set the values; without effect if they are so already. Raises RuleViolation if the commitment has ended."""
    commitment.require(*OPEN, even_disputed=True)
    if particulars == commitment.particulars:
        return
    for name, value in asdict(particulars).items():
        setattr(commitment, name, value)
    details: dict[str, Any] = {"rhythm": particulars.rhythm, "plan": particulars.plan, "funds": particulars.funds}
    given = {name: value for name, value in details.items() if value is not None}
    audit.record("commitment.particulars_changed", commitment, by=by, at=at, **given)

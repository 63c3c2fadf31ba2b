"""Events of commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from commitments.registry.models import Commitment


@dataclass(frozen=True, slots=True)
class CommitmentCancelled:
    """A commitment was cancelled: what is still open about it ends too."""

    commitment: Commitment
    by: Person
    at: datetime

"""Events of reminders, handled by upper packages in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commitments.registry.models import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEscalated:
    """A commitment is two weeks late: the next session of its circle is to decide about it."""

    commitment: Commitment
    at: datetime

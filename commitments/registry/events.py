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


@dataclass(frozen=True, slots=True)
class CommitmentClosed:
    """A commitment ended otherwise than by cancellation: it was closed as met or partly met, or declined."""

    commitment: Commitment
    by: Person
    at: datetime

"""Read-only rows of commitments for lists and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery


class CommitmentRow(NamedTuple):
    """A commitment in a list, with its responsible organisation."""

    id: UUID
    code: str
    title: str
    delivery: Delivery
    current_due: date
    progress: int
    responsible_name: str
    responsible_label: str
    responsible_sector: Sector

    @property
    def is_owed(self) -> bool:
        """Return whether it is binding and not delivered."""
        return self.delivery in OWED


class Owing(NamedTuple):
    """Values of a commitment that its empty progress form shows; `on_behalf`: the user is not of the party."""

    id: UUID
    progress: int
    delivery: Delivery
    evidence_required: bool
    on_behalf: bool
    criteria_lines: list[str]
    milestones: Sequence[Any] = ()
    """Those that are not reached."""


class Dates(NamedTuple):
    """The dates of a commitment, as its page shows them."""

    current: date
    first: date | None
    """The date that both sides first agreed on, or None before agreement."""
    accepted: date | None
    met: date | None
    was_on_time: bool | None
    is_ahead: bool
    """Whether the due date is still relevant: the commitment is binding and not delivered, or proposed."""
    progress: int
    progress_on: date | None

    @classmethod
    def of(cls, commitment: Commitment) -> Dates:
        """Return the dates of a commitment."""
        facts = commitment.facts
        return cls(
            current=commitment.current_due,
            first=facts.agreed_due,
            accepted=commitment.accepted_on,
            met=commitment.met_on,
            was_on_time=facts.was_on_time,
            is_ahead=facts.is_owed or commitment.delivery is Delivery.PROPOSED,
            progress=commitment.progress,
            progress_on=commitment.progress_on,
        )


COLUMNS: tuple[Any, ...] = (
    Commitment.id,
    Commitment.code,
    Commitment.title,
    Commitment.delivery,
    Commitment.current_due,
    Commitment.progress,
    Organisation.name,
    Organisation.label,
    Organisation.sector,
)
"""The columns of a `CommitmentRow`, from commitments and their responsible organisations."""

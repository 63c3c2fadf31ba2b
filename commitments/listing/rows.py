"""Read-only rows of the list of commitments."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased

from app.circles.models import Circle, Classification
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from commitments.registry.rules import CommitmentFacts, Delivery, Funds, Plan, Rhythm, Verification


class ListedRow(NamedTuple):
    """A commitment in the list, with the names that its columns show."""

    id: UUID
    code: str
    title: str
    delivery: Delivery
    verification: Verification
    first_due: date
    current_due: date
    accepted_on: date | None
    progress: int
    circle_id: UUID
    circle_name: str
    classification: Classification
    responsible_id: UUID
    responsible_name: str
    responsible_label: str
    responsible_sector: Sector
    verifier_name: str
    plan: Plan | None
    plan_note: str
    funds: Funds | None
    funds_note: str
    rhythm: Rhythm
    progress_on: date | None
    awaited: str | None
    """The code of the first open commitment that it waits for and that the reader may read."""
    late_milestones: int
    barrier: str | None
    """The kind of its open barrier."""

    @property
    def is_owed(self) -> bool:
        """Return whether it is binding and not delivered."""
        return self.facts.is_owed

    @property
    def facts(self) -> CommitmentFacts:
        """Return the facts that the rules evaluate."""
        return CommitmentFacts(
            delivery=self.delivery,
            first_due=self.first_due,
            current_due=self.current_due,
            progress=self.progress,
            accepted_on=self.accepted_on,
            rhythm=self.rhythm,
            reported_on=self.progress_on,
        )


Verifier = aliased(Organisation)

COLUMNS: tuple[Any, ...] = (
    Commitment.id,
    Commitment.code,
    Commitment.title,
    Commitment.delivery,
    Commitment.verification,
    Commitment.first_due,
    Commitment.current_due,
    Commitment.accepted_on,
    Commitment.progress,
    Circle.id,
    Circle.name,
    Circle.classification,
    Organisation.id,
    Organisation.name,
    Organisation.label,
    Organisation.sector,
    Verifier.name,
    Commitment.plan,
    Commitment.plan_note,
    Commitment.funds,
    Commitment.funds_note,
    Commitment.rhythm,
    Commitment.progress_on,
)
"""The columns of a `ListedRow`, from commitments with their circles, responsible organisations and verifiers."""


class Surroundings(NamedTuple):
    """What the page shows around the list: counts by tab, and ids and names by which the list can be filtered.

    Counts are at most one more than `pagination.COUNTED`; `saved` are those of saved views, in their order.
    """

    open: int
    overdue: int
    waiting: int
    report_due: int
    every: int
    saved: tuple[int, ...]
    forums: list[tuple[str, str]]
    agreements: list[tuple[str, str]]
    organisations: list[tuple[str, str]]

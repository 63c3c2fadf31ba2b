"""Read-only rows of compliance for pages, documents and spreadsheets."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.compliance.rules import Counts
from agreements.registry.models import AgreementKind
from agreements.registry.rules import Stage
from app.organisations.models import Sector
from commitments.delivery.models import Source


class PartySide(NamedTuple):
    """A party of an agreement: `name` is that of its organisation, `label` its short one."""

    id: UUID
    position: int
    sector: Sector
    name: str
    label: str
    organisation_id: UUID


class HeldRight(NamedTuple):
    """A right of a party with its clause, and the statement about it that stands, if any.

    With a statement but no day, the party states that it did not receive it. `source` and `said_on` are set if a
    coordinator (`stated_by`) recorded it on behalf of the party.
    """

    agreement_id: UUID
    id: UUID
    holder_id: UUID
    text: str
    number: str
    heading: str
    receipt_id: UUID | None
    received_on: date | None
    words: str | None
    stated_by: str | None
    source: Source | None = None
    said_on: date | None = None

    @property
    def is_missing(self) -> bool:
        """Return whether the party states that it did not receive it."""
        return self.receipt_id is not None and self.received_on is None


class PartyRow(NamedTuple):
    """What a party owed in a year, and how many of its rights it states to have received, or not to have received.

    `on_behalf` is how many of these statements were recorded on its behalf.
    """

    side: PartySide
    counts: Counts
    rights: int
    received: int
    missing: int
    on_behalf: int


class Link(NamedTuple):
    """An agreement in the chain of another one, or that one itself. `number` is the one that the reader may see."""

    id: UUID
    kind: AgreementKind
    title: str
    number: str | None
    stage: Stage
    effective_on: date | None
    expires_on: date | None
    parent_id: UUID | None
    renews_id: UUID | None


class Background(NamedTuple):
    """What a statement adds about a commitment: number of pieces of evidence, and reasons why it became late."""

    evidence: int
    reasons: tuple[str, ...]

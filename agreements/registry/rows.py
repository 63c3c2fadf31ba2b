"""Read-only rows of agreements for lists and pages."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Renewal, Stage, Term, Validity
from app.circles.models import Classification
from app.organisations.models import Sector


class Side(NamedTuple):
    """A party in a list: the label of its organisation, and its sector at the time when it became a party."""

    sector: Sector
    label: str


class AgreementRow(NamedTuple):
    """An agreement in a list; full lists also set the parties and the number that the reader may see."""

    id: UUID
    kind: AgreementKind
    title: str
    stage: Stage
    effective_on: date | None
    expires_on: date | None
    stage_since: date | None = None
    number: str | None = None
    parties: tuple[Side, ...] = ()

    @property
    def term(self) -> Term:
        """Return the stage and dates that the rules evaluate, without the days of notice."""
        return Term(stage=self.stage, effective_on=self.effective_on, expires_on=self.expires_on)


class Facts(NamedTuple):
    """Facts of an agreement on a day, for the header of its pages."""

    stage: Stage
    validity: Validity | None
    signed_on: date | None
    signed_at_place: str
    effective_on: date | None
    expires_on: date | None
    notice_on: date | None
    notice_days: int
    renewal: Renewal
    classification: Classification


def facts_of(agreement: Agreement, today: date) -> Facts:
    """Return the facts that every page of an agreement shows."""
    term = agreement.term
    return Facts(
        term.stage,
        term.validity(today),
        agreement.signed_on,
        agreement.signed_at_place,
        term.effective_on,
        term.expires_on,
        term.notice_on,
        term.notice_days,
        agreement.renewal,
        agreement.circle.classification,
    )


class Relative(NamedTuple):
    """A related agreement."""

    id: UUID
    kind: AgreementKind
    title: str
    renews_id: UUID | None


COLUMNS: tuple[Any, ...] = (
    Agreement.id,
    Agreement.kind,
    Agreement.title,
    Agreement.stage,
    Agreement.effective_on,
    Agreement.expires_on,
    Agreement.stage_since,
)
"""The columns of an `AgreementRow` that are columns of `Agreement`."""

"""Rows of lists of organisations and of their people."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.accounts.models import Person
from app.organisations.models import Organisation, OrganisationKind, Sector


class OrganisationRow(NamedTuple):
    """A row of the list of organisations, with the label of the parent."""

    id: UUID
    name: str
    short_name: str
    sector: Sector
    kind: OrganisationKind
    parent_label: str | None


class MemberRow(NamedTuple):
    """A person on the page of their organisation; `email` and `phone` are None for users who may not see them."""

    id: UUID
    name: str
    position: str
    email: str | None
    phone: str | None
    is_linked: bool
    is_reached: bool


def member_line(person: Person, *, is_linked: bool, is_reached: bool) -> MemberRow:
    """Return the row of a person."""
    email, phone = (person.email, person.phone) if is_reached else (None, None)
    return MemberRow(person.id, person.name, person.position, email, phone, is_linked, is_reached)


class SectorChangeRow(NamedTuple):
    """A correction of an organisation's sector."""

    before: Sector
    after: Sector
    reason: str
    effective_on: date


COLUMNS: tuple[Any, ...] = (
    Organisation.id,
    Organisation.name,
    Organisation.short_name,
    Organisation.sector,
    Organisation.kind,
)
"""The columns of a row that belong to the organisation itself."""

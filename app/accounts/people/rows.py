"""Rows of the list of people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.accounts.models import HasRoles, Person
from app.organisations.models import Organisation, Sector


class _Values(NamedTuple):
    id: UUID
    name: str
    position: str
    email: str | None
    is_administrator: bool
    is_coordinator: bool
    is_leadership: bool
    organisation_label: str
    organisation_sector: Sector
    account: str


class PersonRow(HasRoles, _Values):
    """A row of the list, with the organisation and the state of the account."""

    __slots__ = ()


class Invited(NamedTuple):
    """An invitation: when it was sent and when it expires."""

    created_at: datetime
    expires_at: datetime | None


COLUMNS: tuple[Any, ...] = (
    Person.id,
    Person.name,
    Person.position,
    Person.email,
    Person.is_administrator,
    Person.is_coordinator,
    Person.is_leadership,
    Organisation.label,
    Organisation.sector,
)
"""The columns of a row, except for the state of the account."""

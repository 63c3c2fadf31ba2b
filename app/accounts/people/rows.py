"""People as their list shows them: values, and no objects of the database behind them."""

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
    """One person in a list, with their organisation and the state of their account."""

    __slots__ = ()


class Invited(NamedTuple):
    """An invitation to sign in: when it was sent, and until when it works."""

    created_at: datetime
    expires_at: datetime | None


LINE: tuple[Any, ...] = (
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
"""The columns of a line but for the account's state, of people and their organisations."""

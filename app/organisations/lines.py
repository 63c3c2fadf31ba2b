"""Organisations as their list shows them: values, and no objects of the database behind them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased

from app.organisations.models import Organisation, OrganisationKind, Sector


class OrganisationLine(NamedTuple):
    """One organisation in a list, with the label of the one that it stands under."""

    id: UUID
    name: str
    short_name: str
    sector: Sector
    kind: OrganisationKind
    parent_label: str | None


LINE: tuple[Any, ...] = (
    Organisation.id,
    Organisation.name,
    Organisation.short_name,
    Organisation.sector,
    Organisation.kind,
)
"""The columns of a line that are of the organisation itself."""


@cache
def parents() -> type[Organisation]:
    """Return the table once more, as that of the organisations above others."""
    return aliased(Organisation)

"""Filters of the list as the address writes them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from agreements.registry.models import AgreementKind
from agreements.registry.queries import Filters
from agreements.registry.rules import Stage, Validity

Member = TypeVar("Member", bound=enum.Enum)


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters that a query string names; what it does not understand it leaves out."""
    return Filters(
        text=query.get("q", "").strip()[:100],
        mine="mine" in query,
        everything="all" in query,
        kind=_read(AgreementKind, query.get("kind")),
        stage=_read(Stage, query.get("stage")),
        validity=_read(Validity, query.get("validity")),
        party_id=_uuid(query.get("party")),
        order=query.get("sort", "end"),
    )


def _read(members: type[Member], value: str | None) -> Member | None:
    try:
        return members(value)
    except ValueError:
        return None


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None

"""Values that an address names: what is not understood is left out, never an error."""

from __future__ import annotations

import enum
from typing import TypeVar
from uuid import UUID

Member = TypeVar("Member", bound=enum.Enum)


def member_of(members: type[Member], value: str | None) -> Member | None:
    """Return the member of an enumeration with this value, or None."""
    try:
        return members(value)
    except ValueError:
        return None


def uuid_of(value: object) -> UUID | None:
    """Return the UUID that a text writes, or None."""
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None

"""Parsers for URL parameters. They return None for invalid values instead of raising an error."""

from __future__ import annotations

import enum
import re
from datetime import date
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
    """Return the UUID that a string contains, or None."""
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def day_of(value: str | None) -> date | None:
    """Return the date in a string such as "2026-11-26", between 1970 and 2199, or None."""
    if not value or not re.fullmatch(r"(19[7-9]|20[0-9]|21[0-9])[0-9]-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

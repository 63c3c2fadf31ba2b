"""What values were before acts changed them: a row of the record may hold them as its detail `was`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNKNOWN: Any = object()
"""A value that the record does not tell."""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `before` that are other ones in `after`: what a row keeps as `was`."""
    return {name: value for name, value in before.items() if after[name] != value}


def undone(present: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values that stood before some changes, of each its values before; the earliest change comes first."""
    values = dict(present)
    for was in reversed(list(later)):
        values.update(was)
    return values

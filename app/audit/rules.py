"""Reconstructs previous values from audit rows, which may contain them in their detail `was`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNKNOWN: Any = object()
"""Marks a previous value that the audit trail does not contain."""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `before` that differ in `after`, for the detail `was` of a row."""
    return {name: value for name, value in before.items() if after[name] != value}


def undone(present: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values before some changes.

    `later` contains the previous values of each change, earliest change first.
    """
    values = dict(present)
    for was in reversed(list(later)):
        values.update(was)
    return values

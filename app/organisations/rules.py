"""Reconstructs previous values of organisations from audit rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def values_before_act(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that an action changed, as they were before."""
    if action == "organisation.sector_corrected":
        return {"sector": details["before"]}
    return {name: before for name, (before, _after) in details["changes"].items()}

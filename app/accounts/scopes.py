"""Scopes of API tokens: read or write access, by area."""

from __future__ import annotations

from collections.abc import Collection

AREAS = (
    "organisations",
    "people",
    "forums",
    "commitments",
    "agreements",
    "digests",
    "holidays",
    "search",
    "record",
    "inbox",
    "settings",
    "health",
)
SCOPES = tuple(f"{area}:{act}" for area in AREAS for act in ("read", "write"))
"""All scopes; write includes read."""


def reaches(held: Collection[str], wanted: str) -> bool:
    """Whether a token with the scopes `held` may be used for `wanted`. A token without scopes is not limited."""
    area = wanted.partition(":")[0]
    return not held or wanted in held or f"{area}:write" in held

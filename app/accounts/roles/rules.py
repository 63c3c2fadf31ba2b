"""Rules of platform roles."""

from __future__ import annotations

from collections.abc import Collection

READS_CONTENT = frozenset({"coordinator", "leadership"})
"""The roles that read what forums, commitments and agreements contain."""


def needing_second(held: Collection[str], wanted: Collection[str], *, own: bool, has_second: bool) -> frozenset[str]:
    """Return the roles among `wanted` that another administrator has to confirm before they are given.

    These are the roles that read content and that a person requests for themselves, as long as there is another
    administrator.
    """
    return taken(held, wanted, own=own) if has_second else frozenset()


def taken(held: Collection[str], wanted: Collection[str], *, own: bool) -> frozenset[str]:
    """Return the roles that read content and that an administrator, changing their own roles, would gain."""
    return (READS_CONTENT & set(wanted)) - set(held) if own else frozenset()

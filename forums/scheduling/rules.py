"""Rules for forums and sessions: opening times, quorum and slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil

LONGEST = timedelta(days=7)
"""The longest duration of a session; sessions in progress are searched among those that began within it."""
LONGEST_SLUG = 60


def opens_at(starts_at: datetime, lead: timedelta) -> datetime:
    """Return the earliest instant at which a session that starts at `starts_at` can be opened."""
    return starts_at - lead


def seats_needed(seats: int, share: int) -> int:
    """Return how many of `seats` make a quorum of `share` percent, rounded up; at least one if there are any."""
    return max(ceil(seats * share / 100), min(seats, 1))


def slug_of(name: str, taken: Collection[str] = ()) -> str:
    """Return the slug of a name: ASCII letters, digits and hyphens, different from any in `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "forum"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug

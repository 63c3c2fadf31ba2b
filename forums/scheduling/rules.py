"""What makes a forum's plan sound, in plain facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil

LONGEST = timedelta(days=7)
"""Between the start and the end of a session at most: what is not over is looked for among what began since."""
LONGEST_SLUG = 60


def opens_at(starts_at: datetime, lead: timedelta) -> datetime:
    """Return the first instant at which a session that starts at `starts_at` can be opened."""
    return starts_at - lead


def seats_needed(seats: int, share: int) -> int:
    """Return how many of `seats` make a quorum of `share` per cent: never less than the share, at least one if any."""
    return max(ceil(seats * share / 100), min(seats, 1))


def slug_of(name: str, taken: Collection[str] = ()) -> str:
    """Return an address for a name: ASCII letters, digits and hyphens, unlike any in `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "forum"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug

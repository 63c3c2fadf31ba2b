"""Rules for the approval of minutes."""

from __future__ import annotations

from datetime import datetime


def may_be_approved(correction_until: datetime, now: datetime, *, all_agreed: bool) -> bool:
    """Whether the correction window, whose last instant is `correction_until`, is over, or every party agreed."""
    return all_agreed or now > correction_until

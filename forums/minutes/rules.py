"""When minutes may become official, in plain facts."""

from __future__ import annotations

from datetime import datetime


def may_be_approved(correction_until: datetime, now: datetime) -> bool:
    """Whether nobody can ask for a correction any more: the window, whose last instant is `correction_until`, is over.

    Agreement of every seated party will open it earlier, once parties can say that they agree.
    """
    return now > correction_until

"""Which way a change of an address takes, how long it waits, and how long it can be stopped."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

LINK_LIFETIME = timedelta(hours=24)
"""How long the link mailed to a new address confirms it."""
SECOND_LIFETIME = timedelta(days=7)
"""How long a change waits for a second administrator."""
TIME_TO_STOP = timedelta(hours=24)
"""How long a change can be stopped where nobody but its asker confirms it."""
KEPT = timedelta(days=30)
"""How long a change is kept after its end; the record stays."""


class AddressState(enum.Enum):
    """Where a change of an address stands."""

    UNCONFIRMED = "unconfirmed"
    NEEDS_SECOND = "needs_second"
    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"
    UNDONE = "undone"


OPEN = frozenset({AddressState.UNCONFIRMED, AddressState.NEEDS_SECOND, AddressState.WAITING})
"""A change that has no effect yet."""


def first_state(*, has_duty: bool, has_second: bool) -> AddressState:
    """Return where a change begins that an administrator asks for.

    Of somebody with a duty, a second administrator confirms it; where there is none, it waits.
    """
    if not has_duty:
        return AddressState.DONE
    return AddressState.NEEDS_SECOND if has_second else AddressState.WAITING


def ends_at(state: AddressState, at: datetime) -> datetime | None:
    """Return until when a change that came into `state` at `at` stays there, or None where no time ends that.

    One that waits takes effect then, one that needs somebody's confirmation expires.
    """
    lasts = {
        AddressState.UNCONFIRMED: LINK_LIFETIME,
        AddressState.NEEDS_SECOND: SECOND_LIFETIME,
        AddressState.WAITING: TIME_TO_STOP,
    }
    return at + lasts[state] if state in lasts else None


def may_be_undone(state: AddressState, *, by_owner: bool, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the earlier address can still take back what took effect: for a day, what no administrator confirmed."""
    return state is AddressState.DONE and by_owner and ended_at is not None and now < ended_at + TIME_TO_STOP

"""Rules of address changes: the states they pass through, and how long they can be confirmed, stopped or undone."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

LINK_LIFETIME = timedelta(hours=24)
"""How long the link mailed to the new address is valid."""
SECOND_LIFETIME = timedelta(days=7)
"""How long a change waits for a second administrator."""
TIME_TO_STOP = timedelta(hours=24)
"""How long a change that nobody else confirms can be stopped or undone."""
KEPT = timedelta(days=30)
"""How long a change is kept after its end; the audit trail is kept longer."""


class AddressState(enum.Enum):
    """The state of an address change."""

    UNCONFIRMED = "unconfirmed"
    NEEDS_SECOND = "needs_second"
    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"
    UNDONE = "undone"


OPEN = frozenset({AddressState.UNCONFIRMED, AddressState.NEEDS_SECOND, AddressState.WAITING})
"""States in which a change has not taken effect yet."""


def first_state(*, has_duty: bool, has_second: bool) -> AddressState:
    """Return the initial state of a change that an administrator requests.

    For a person with a duty a second administrator confirms it; if there is none, it waits.
    """
    if not has_duty:
        return AddressState.DONE
    return AddressState.NEEDS_SECOND if has_second else AddressState.WAITING


def ends_at(state: AddressState, at: datetime) -> datetime | None:
    """Return when a change that entered `state` at `at` leaves it, or None if the state has no time limit.

    A waiting change takes effect then, one that needs confirmation expires.
    """
    lasts = {
        AddressState.UNCONFIRMED: LINK_LIFETIME,
        AddressState.NEEDS_SECOND: SECOND_LIFETIME,
        AddressState.WAITING: TIME_TO_STOP,
    }
    return at + lasts[state] if state in lasts else None


def may_be_undone(state: AddressState, *, by_owner: bool, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the previous address can still undo a completed change: within a day, if its owner requested it."""
    return state is AddressState.DONE and by_owner and ended_at is not None and now < ended_at + TIME_TO_STOP

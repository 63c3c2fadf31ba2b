"""Rules for the periods in which officers served."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """A change of an officer: who served before, who after, and when it changed."""

    before: Any
    after: Any
    at: datetime


class Served(NamedTuple):
    """The period in which a person served; None: from the beginning, or to the end."""

    who: Any
    since: datetime | None
    until: datetime | None


def periods(current: Any, turns: Iterable[Turn], *, begun: datetime | None, ended: datetime | None) -> list[Served]:
    """Return who served from `begun` to `ended`, in order; periods of nobody are left out.

    `turns` are in the order of time. The last period is that of `current`, whom the session names, even where the last
    change named another person, because the name was corrected later. Changes after `ended` correct the last period.
    """
    served: list[Served] = []
    since = begun
    for turn in turns:
        if ended is not None and turn.at >= ended:
            break
        if since is None or turn.at > since:
            served.append(Served(turn.before, since, turn.at))
            since = turn.at
    served.append(Served(current, since, ended))
    return _joined(one for one in served if one.who is not None)


def _joined(served: Iterable[Served]) -> list[Served]:
    """Join adjacent periods of the same person."""
    found: list[Served] = []
    for one in served:
        if found and found[-1].who == one.who and found[-1].until == one.since:
            found[-1] = found[-1]._replace(until=one.until)
        else:
            found.append(one)
    return found

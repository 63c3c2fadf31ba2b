"""Rules for the periods of bases: which one is in force, when it is about to end, and how a renewal changes seats."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

WARNINGS = (60, 30, 7)
"""How many days before the last day a warning is due, the first one first."""
A_DAY = timedelta(days=1)

B = TypeVar("B", bound=Any)
S = TypeVar("S", bound=Any)
O = TypeVar("O")  # noqa: E741


class BasisStatus(enum.Enum):
    """The status of a basis on a day, derived from its dates."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"
    REPLACED = "replaced"


def in_force(bases: Iterable[B], day: date) -> B | None:
    """Return the basis in force on `day`: of those whose period includes it, the one that began last."""
    fitting = [one for one in bases if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)]
    return max(fitting, key=_order, default=None)


def present(bases: Sequence[B], today: date) -> B | None:
    """Return the basis to show today: the one in force, else the one that ended last, else the next one."""
    found = in_force(bases, today)
    if found is not None:
        return found
    begun = [one for one in bases if one.valid_from <= today]
    return max(begun, key=_order, default=None) or min(bases, key=_order, default=None)


def basis_status(basis: Any, bases: Iterable[Any], today: date) -> BasisStatus:
    """Return the status of a basis among all `bases` of its forum."""
    if basis.valid_from > today:
        return BasisStatus.UPCOMING
    later = (one for one in bases if one.valid_from <= today and _order(one) > _order(basis))
    if any(later):
        return BasisStatus.REPLACED
    if basis.valid_until is None:
        return BasisStatus.IN_FORCE
    if basis.valid_until < today:
        return BasisStatus.ENDED
    return BasisStatus.ENDING if (basis.valid_until - today).days <= WARNINGS[0] else BasisStatus.IN_FORCE


def warning_due(valid_until: date, warned_days: int | None, today: date) -> int | None:
    """Return the latest warning that is due by `today` and was not given, in days before the end; else None.

    Warnings that were missed in an outage collapse into the latest one. None after the last day.
    """
    left = (valid_until - today).days
    reached = [days for days in WARNINGS if left <= days]
    if left < 0 or not reached:
        return None
    return reached[-1] if warned_days is None or reached[-1] < warned_days else None


@dataclass(frozen=True, slots=True)
class SeatChanges:
    """How a renewal changes the seats of a forum from `first_day` on.

    `leaving` seats end on the day before. `joining` are organisations that get a seat, each with its last day if it
    has another seat later. `staying` seats do not change.
    """

    first_day: date
    leaving: tuple[Any, ...]
    joining: tuple[tuple[Any, date | None], ...]
    staying: tuple[Any, ...]

    @property
    def last_day(self) -> date:
        """The last day of the seats that end."""
        return self.first_day - A_DAY


def seat_changes(seats: Sequence[S], wanted: Collection[O], first_day: date) -> SeatChanges:
    """Return the changes after which exactly the organisations `wanted` have a voting seat on `first_day`.

    Seats have `organisation_id`, `since`, `until` and `observer`. Those that ended earlier or begin on `first_day` or
    later are not changed, nor are those of observers.
    """
    held = [one for one in seats if one.since <= first_day and (one.until is None or one.until >= first_day)]
    leaving = [one for one in held if one.organisation_id not in wanted and not one.observer and one.since < first_day]
    seated = {one.organisation_id for one in held}
    joining = [
        (organisation, _day_before_next(seats, organisation, first_day))
        for organisation in dict.fromkeys(wanted)
        if organisation not in seated
    ]
    return SeatChanges(first_day, tuple(leaving), tuple(joining), tuple(one for one in held if one not in leaving))


def _day_before_next(seats: Iterable[Any], organisation: object, first_day: date) -> date | None:
    later = [one.since for one in seats if one.organisation_id == organisation and one.since > first_day]
    return min(later) - A_DAY if later else None


def _order(basis: Any) -> tuple[Any, ...]:
    return basis.valid_from, basis.entered_at, basis.id

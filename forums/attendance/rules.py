"""Rules for the quorum: seats present, in total and by sector.

Sectors are the values of the platform's Sector ("government").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from forums.scheduling.rules import seats_needed


def is_there(*, came: bool, arrived_at: datetime | None, left_at: datetime | None, now: datetime | None) -> bool:
    """Return whether a person who `came` is present at `now`, or with None whether they were present at all.

    Without a time of arrival they were present from the beginning, without a time of leaving until the end.
    """
    if not came or now is None:
        return came
    return (arrived_at is None or arrived_at <= now) and (left_at is None or left_at > now)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that counts, and whether it is present."""

    sector: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of seats present in a sector."""

    sector: str
    taken: int
    seats: int
    required: bool

    @property
    def is_missing(self) -> bool:
        """Whether the charter requires this sector and none of its seats is present."""
        return self.required and self.taken == 0


@dataclass(frozen=True, slots=True)
class Quorum:
    """Attendance compared with the requirements of the charter."""

    taken: int
    seats: int
    needed: int
    """Seats that must be present; at least one, so that the quorum is never met without anyone present."""
    sectors: tuple[Tally, ...]

    @property
    def is_met(self) -> bool:
        """Whether enough seats are present, and at least one of each required sector."""
        return self.missing_seats == 0 and not self.missing_sectors

    @property
    def missing_seats(self) -> int:
        """How many more seats must be present, of any sector."""
        return max(0, self.needed - self.taken)

    @property
    def missing_sectors(self) -> list[str]:
        """The required sectors without a seat present, in the order of the charter."""
        return [tally.sector for tally in self.sectors if tally.is_missing]

    def as_values(self) -> dict[str, Any]:
        """Return the counts as plain values, which are stored with decisions and are part of the minutes."""
        return {
            "taken": self.taken,
            "seats": self.seats,
            "needed": self.needed,
            "met": self.is_met,
            "sectors": [asdict(tally) for tally in self.sectors],
        }


def quorum_from(values: Mapping[str, Any]) -> Quorum:
    """Return the quorum that `as_values` turned into plain values."""
    sectors = tuple(Tally(**tally) for tally in values["sectors"])
    return Quorum(values["taken"], values["seats"], values["needed"], sectors)


def quorum(places: Iterable[Place], *, share: int, required: Sequence[str]) -> Quorum:
    """Return the quorum for a `share` in percent, rounded up, and the `required` sectors.

    A required sector without any seat stays missing, so that the charter is corrected.
    """
    counted = list(places)
    seats = Counter([place.sector for place in counted])
    taken = Counter([place.sector for place in counted if place.taken])
    order = dict.fromkeys([*required, *seats])
    return Quorum(
        taken=taken.total(),
        seats=len(counted),
        needed=max(1, seats_needed(len(counted), share)),
        sectors=tuple(Tally(sector, taken[sector], seats[sector], sector in required) for sector in order),
    )

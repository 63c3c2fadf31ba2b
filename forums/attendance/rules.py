"""When a forum may decide: seats that are taken by someone, counted as a whole and by sector.

Sectors are the values of the platform's Sector ("government").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forums.scheduling.rules import seats_needed


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that counts, and whether anyone sits on it."""

    sector: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many seats of a sector are taken."""

    sector: str
    taken: int
    seats: int
    required: bool

    @property
    def is_missing(self) -> bool:
        """Whether the charter asks for this sector and none of it is there."""
        return self.required and self.taken == 0


@dataclass(frozen=True, slots=True)
class Quorum:
    """How attendance stands against the charter."""

    taken: int
    seats: int
    needed: int
    """Seats that must be taken; at least one, so that an empty room never decides."""
    sectors: tuple[Tally, ...]

    @property
    def is_met(self) -> bool:
        """Whether enough seats are taken, and at least one of each required sector."""
        return self.missing_seats == 0 and not self.missing_sectors

    @property
    def missing_seats(self) -> int:
        """How many more seats must be taken, whatever their sector."""
        return max(0, self.needed - self.taken)

    @property
    def missing_sectors(self) -> list[str]:
        """The required sectors of which nobody is there, in the order in which the charter names them."""
        return [tally.sector for tally in self.sectors if tally.is_missing]


def quorum(places: Iterable[Place], *, share: int, required: Sequence[str]) -> Quorum:
    """Count seats against a `share` in percent, rounded up, and the sectors of which one must be there.

    A required sector without any seat can never be there: it stays missing, so that the charter is corrected.
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

"""Rules of capacity: what is lacking, averages, and what a chart may claim. Pure: levels are numbers from 0 to 4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

HIGHEST = 4
"""The highest level: can train others. The lowest, 0, is that nobody has done it yet."""
FEWEST = 5
"""Averages are given from this number of organisations on; of fewer only counts."""
WIDE = 2
"""From this many levels on a gap is wide: training should be planned."""
FEWEST_SCORES = 3
"""The score of a training is shown from this number of evaluations on, so that nobody's own is read from it."""
HALF_YEAR = timedelta(days=182)


def lack(needed: int, held: int) -> int:
    """Return how many levels are lacking, 0 if none."""
    return max(0, needed - held)


def boxes(needed: int, held: int) -> list[str]:
    """Return the class of each of four boxes: "on" for a level that is there, "lack" for one that is needed."""
    return ["on" if at <= held else "lack" if at <= needed else "" for at in range(1, HIGHEST + 1)]


@dataclass(frozen=True, slots=True)
class Standing:
    """A competence over all organisations that filled in their levels.

    `needed` and `held` are sums; `lacking` counts the organisations with a gap, `wide` those with a wide one.
    """

    id: UUID
    name: str
    count: int
    needed: int
    held: int
    lacking: int
    wide: int

    @property
    def averaged(self) -> bool:
        """Whether there are enough organisations for an average."""
        return self.count >= FEWEST

    @property
    def mean_needed(self) -> float:
        """The mean level that is needed, to one decimal."""
        return round(self.needed / self.count, 1)

    @property
    def mean_held(self) -> float:
        """The mean level that there is, to one decimal."""
        return round(self.held / self.count, 1)

    @property
    def gap(self) -> float:
        """The difference of the means as they are shown; 0 if there is no less than needed."""
        return max(0.0, round(self.mean_needed - self.mean_held, 1))


def widest_first(standings: Iterable[Standing]) -> list[Standing]:
    """Return the competences with an average, the widest gap first."""
    return sorted((one for one in standings if one.averaged), key=lambda one: (-one.gap, -one.lacking, one.name))


def most_lacking(standings: Sequence[Standing]) -> Standing | None:
    """Return the competence that most organisations lack, or None if none of them lacks any."""
    found = max(standings, key=lambda one: (one.lacking, one.wide, -one.count), default=None)
    return found if found and found.lacking else None


def is_due(last: date | None, today: date) -> bool:
    """Return whether organisations are asked again: half a year after they were, never before the first time."""
    return last is not None and today - last >= HALF_YEAR

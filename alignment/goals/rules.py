"""Rules of shared goals: whose answer counts, and how the parties stand. Pure: organisations are ids."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

BULLET = re.compile(r"(?:[-•*]|\d{1,2}[.)])(?:\s+|\Z)")
"""What people write before a line of a list."""
MOST_LINES = 12
"""Maximum number of values, and of priorities."""
MOST_OPTIONS = 12
"""Maximum number of options of a mediation."""
SILENT_AFTER = 14
"""Days without an answer after which the contact person of a party should be spoken to."""


class Part(enum.Enum):
    """The part of the text about which a party differs."""

    GOAL = "goal"
    PROBLEM = "problem"
    PRINCIPLES = "principles"
    PRIORITIES = "priorities"


class DifferenceState(enum.Enum):
    """Status of a difference; all but OPEN are its outcomes."""

    OPEN = "open"
    REWORDED = "reworded"
    """The text changed, and the parties are asked again."""
    COMMITTED = "committed"
    """A commitment was proposed instead of another text."""
    KEPT = "kept"
    """The parties still differ, and say why they go on together."""
    WITHDRAWN = "withdrawn"
    """The party acknowledges the text, or its place passed to one that differs itself."""


class Step(enum.Enum):
    """The step of a mediation that comes next."""

    POSITIONS = "positions"
    INTERESTS = "interests"
    OPTIONS = "options"
    OUTCOME = "outcome"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the organisations with a voting seat stand on the current version."""

    acknowledging: frozenset[UUID]
    differing: frozenset[UUID]
    silent: frozenset[UUID]

    @property
    def parties(self) -> int:
        """The number of organisations with a voting seat."""
        return len(self.acknowledging) + len(self.differing) + len(self.silent)

    @property
    def by_all(self) -> bool:
        """Whether every one of them acknowledges the version; False if there is none."""
        return bool(self.acknowledging) and not self.differing and not self.silent


def standing(said: Iterable[tuple[UUID, int, bool]], number: int, seated: Collection[UUID]) -> Standing:
    """Return how parties stand on the version `number`.

    `said` are organisation, number of the version and whether it acknowledges that one, at most one for each pair.
    Answers to other versions do not count, nor those of organisations without a seat.
    """
    counted = {one: acknowledges for one, version, acknowledges in said if version == number and one in seated}
    acknowledging = frozenset(one for one, acknowledges in counted.items() if acknowledges)
    return Standing(acknowledging, frozenset(counted) - acknowledging, frozenset(seated) - frozenset(counted))


def days_silent(asked: date, seated_since: date, today: date) -> int:
    """Return for how many days a party owes an answer: since it was asked, or has a seat if that is later."""
    return max((today - max(asked, seated_since)).days, 0)


def lines(text: str) -> list[str]:
    """Return the lines of a list that is written as text, without empty ones, bullets and numbers."""
    return [line for one in text.splitlines() if (line := BULLET.sub("", one.strip()))]


def next_step(*, positions: str, interests: str, options: int, is_open: bool) -> Step:
    """Return the step of a mediation that comes next."""
    if not is_open:
        return Step.FOLLOW_UP
    if not positions:
        return Step.POSITIONS
    if not interests:
        return Step.INTERESTS
    return Step.OUTCOME if options else Step.OPTIONS


def letter(number: int) -> str:
    """Return the letter of the option `number`, which counts from 1 to `MOST_OPTIONS`."""
    return chr(ord("A") + number - 1)


def shared(priorities: Mapping[T, Sequence[str]]) -> list[tuple[str, list[tuple[T, int]]]]:
    """Return each priority with the keys whose list has it, and its rank there: those that most have first.

    Those that equally many have are ordered by their best rank. Two texts that differ in case or white space alone are
    the same; the first one found is shown.
    """
    names: dict[str, str] = {}
    ranks: dict[str, dict[T, int]] = {}
    for key, texts in priorities.items():
        for rank, text in enumerate(texts, 1):
            same = " ".join(text.casefold().split())
            names.setdefault(same, text)
            ranks.setdefault(same, {}).setdefault(key, rank)
    ordered = sorted(ranks, key=lambda same: (-len(ranks[same]), min(ranks[same].values()), same))
    return [(names[same], list(ranks[same].items())) for same in ordered]

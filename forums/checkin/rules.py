"""Rules of check-in: when it is open, the codes of sessions, and whom a guest probably represents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

EARLY = timedelta(hours=1)
"""How long before the start of a session check-in opens."""
LATE = timedelta(hours=2)
"""How long after the end of a session check-in closes."""
CODES = 10_000
"""The number of codes: four digits."""


class Window(NamedTuple):
    """The period in which people can check in to a session."""

    opens: datetime
    closes: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether people can check in at `now`."""
        return self.opens <= now < self.closes


def window(*, starts_at: datetime, ends_at: datetime, closed_at: datetime | None) -> Window:
    """Return the period in which people can check in; a session that lasts longer extends it."""
    end = max(ends_at, closed_at) if closed_at else ends_at
    return Window(starts_at - EARLY, end + LATE)


class Coded(NamedTuple):
    """A session that needs a code. `made_at` is None for old sessions."""

    id: UUID
    generation: int
    made_at: datetime | None


Draw = Callable[[UUID, int, int], int]
"""Returns a number for a session, its generation, and an attempt; always the same one."""


def codes(sessions: Iterable[Coded], draw: Draw) -> dict[UUID, str]:
    """Return a code of four digits for each session of a day, all different. Raises ValueError if there are too many.

    A session that is added later, or whose code is renewed, does not change the codes of the others.
    """
    found: dict[UUID, str] = {}
    taken: set[int] = set()
    for one in sorted(sessions, key=_order):
        if len(taken) == CODES:
            raise ValueError("more sessions than codes")
        attempt = 0
        while (number := draw(one.id, one.generation, attempt) % CODES) in taken:
            attempt += 1
        taken.add(number)
        found[one.id] = f"{number:04}"
    return found


def _order(one: Coded) -> tuple[int, float, UUID]:
    return one.generation, one.made_at.timestamp() if one.made_at else 0.0, one.id


class Entered(NamedTuple):
    """What a guest wrote about themselves."""

    name: str
    organisation: str
    representing: str


class Place(NamedTuple):
    """A row of the attendance sheet: its key, the participant's name if there is one, and the organisation's names."""

    key: str
    person: str | None
    organisation: str
    short_name: str
    came: bool


class Suggestion(NamedTuple):
    """The row for which a guest probably came, and whether they are its participant themselves."""

    key: str
    in_person: bool


def suggested(guest: Entered, places: Iterable[Place]) -> Suggestion | None:
    """Return the row that the guest's own words name, or None: by name, else by organisation.

    A row whose participant or organisation is there already is not suggested.
    """
    known = list(places)
    free = [one for one in known if not one.came]
    for place in free:
        if place.person and _folded(place.person) == _folded(guest.name):
            return Suggestion(place.key, in_person=True)
    wanted = {_folded(guest.representing or guest.organisation)} - {""}
    there = {one.organisation for one in known if one.came}
    for place in free:
        names = {_folded(place.organisation), _folded(place.short_name)}
        if wanted & names and place.organisation not in there:
            return Suggestion(place.key, in_person=False)
    return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

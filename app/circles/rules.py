"""Who may know of what belongs to a circle. `queries.knows_of` says the same in SQL."""

from __future__ import annotations

import enum
from typing import Any


class Classification(enum.Enum):
    """Who may read what a circle does, besides its members; internal until someone reviewed it. The most open first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"
    SECRET = "secret"


def more_open_than(classification: Classification) -> tuple[Classification, ...]:
    """Return the classifications that more people may know of."""
    levels = tuple(Classification)
    return levels[: levels.index(classification)]


def readable_by_role(person: Any) -> tuple[Classification, ...]:
    """Return the classifications that a person's platform role opens without a place in the circle.

    Coordinators read all but secret, leadership internal and below, others nothing by role.
    """
    if person.is_coordinator:
        return (Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED)
    if person.is_leadership:
        return (Classification.PUBLIC, Classification.INTERNAL)
    return ()


def belongs(classification: Classification, *, named: bool, seated: bool) -> bool:
    """Whether somebody has a place in a circle: by name, or as a member of an organisation that holds a seat.

    A seat opens no secret circle: its organisation may not know of what one of its people takes part in.
    """
    return named or (seated and classification is not Classification.SECRET)


def may_know(classification: Classification, person: Any, *, named: bool, seated: bool) -> bool:
    """Whether a person may know of what belongs to a circle, by their place in it or by their platform role."""
    return belongs(classification, named=named, seated=seated) or classification in readable_by_role(person)

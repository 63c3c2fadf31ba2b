"""Rules of who may know of objects in a circle. `queries.knows_of` expresses the same in SQL."""

from __future__ import annotations

import enum
from typing import Any


class Classification(enum.Enum):
    """Who may read the objects of a circle besides its members, most open first. The default is internal."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"
    SECRET = "secret"


def more_open_than(classification: Classification) -> tuple[Classification, ...]:
    """Return the classifications that are more open than `classification`."""
    levels = tuple(Classification)
    return levels[: levels.index(classification)]


def at_least_internal(classification: Classification) -> Classification:
    """Return the classification of a document that is never public about a circle that may be."""
    return Classification.INTERNAL if classification is Classification.PUBLIC else classification


def readable_by_role(person: Any) -> tuple[Classification, ...]:
    """Return the classifications that a person's platform role opens without membership in the circle.

    Coordinators read all but secret, leadership internal and public, others none.
    """
    if person.is_coordinator:
        return (Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED)
    if person.is_leadership:
        return (Classification.PUBLIC, Classification.INTERNAL)
    return ()


def belongs(classification: Classification, *, named: bool, seated: bool) -> bool:
    """Whether a person is a member of a circle: named, or in an organisation that holds a seat.

    A seat gives no access to a secret circle: the organisation may not know what its own people take part in.
    """
    return named or (seated and classification is not Classification.SECRET)


def may_know(classification: Classification, person: Any, *, named: bool, seated: bool) -> bool:
    """Whether a person may know of objects in a circle, by membership or by platform role."""
    return belongs(classification, named=named, seated=seated) or classification in readable_by_role(person)

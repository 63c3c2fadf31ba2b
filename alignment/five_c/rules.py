"""The five aspects of a programme, and the factors that the registers give for each."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class Aspect(enum.Enum):
    """The aspects of the 5C protocol for the implementation of policies."""

    CONTENT = "content"
    CONTEXT = "context"
    COMMITMENT = "commitment"
    CAPACITY = "capacity"
    COALITIONS = "coalitions"


@dataclass(frozen=True, slots=True)
class Factor:
    """A finding of a register about a programme, with the page that proves it.

    `weight` orders factors of one aspect and side, the heaviest first. `register` is a lazy label, such as "Barriers".
    """

    aspect: Aspect
    supports: bool
    text: str
    register: Any
    href: str
    weight: int = 0


MOST = 4
"""Maximum number of findings of one aspect on one side; further ones weigh less."""


@dataclass(frozen=True, slots=True)
class Forces:
    """What supports and what hinders a programme in one aspect, the heaviest first."""

    aspect: Aspect
    supports: tuple[Factor, ...]
    hinders: tuple[Factor, ...]


def by_aspect(factors: Iterable[Factor]) -> list[Forces]:
    """Return the forces of every aspect, in the order of the protocol."""
    ordered = sorted(factors, key=lambda one: (-one.weight, one.text))
    return [
        Forces(
            aspect,
            tuple(one for one in ordered if one.aspect is aspect and one.supports)[:MOST],
            tuple(one for one in ordered if one.aspect is aspect and not one.supports)[:MOST],
        )
        for aspect in Aspect
    ]

"""The five aspects of a programme, and the factors that the registers give for each."""

from __future__ import annotations

import enum
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

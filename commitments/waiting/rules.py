"""Rules of waits: they form no cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

N = TypeVar("N", bound=Hashable)

MOST = 20
"""How many commitments one can wait for."""


def closes_cycle(waits: Iterable[tuple[N, N]], waiting: N, awaited: N) -> bool:
    """Return whether `awaited` waits for `waiting` already, or is it; `waits` are pairs of a waiting and an awaited.

    Pairs that form a cycle already do no harm.
    """
    after: dict[N, set[N]] = defaultdict(set)
    for one, other in waits:
        after[one].add(other)
    reached, ahead = {awaited}, [awaited]
    while ahead:
        new = after[ahead.pop()] - reached
        reached |= new
        ahead.extend(new)
    return waiting in reached

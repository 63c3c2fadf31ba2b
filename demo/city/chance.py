"""Chance that repeats itself: the same seed makes the same city."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID


class Chance(Random):
    """A random generator with the questions that the city asks."""

    def identity(self) -> UUID:
        """Return a new id."""
        return UUID(int=self.getrandbits(128), version=4)

    def happens(self, share: float) -> bool:
        """Whether something happens that does in `share` of all cases."""
        return self.random() < share

    def days(self, least: float, most: float) -> timedelta:
        """Return a time between two numbers of days."""
        return timedelta(days=self.uniform(least, most))

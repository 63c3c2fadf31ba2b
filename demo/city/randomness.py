"""A seeded random generator, so that the same seed gives the same city."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID


class Randomness(Random):
    """A random generator that also returns ids, yes/no answers and time spans."""

    def uuid(self) -> UUID:
        """Return a new id."""
        return UUID(int=self.getrandbits(128), version=4)

    def happens(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self.random() < probability

    def days(self, least: float, most: float) -> timedelta:
        """Return a time span between two numbers of days."""
        return timedelta(days=self.uniform(least, most))

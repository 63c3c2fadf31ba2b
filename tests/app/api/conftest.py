"""Fixtures of the API tests: an instance with the world in it, and requests to it."""

from __future__ import annotations

import pytest

from tests.app.api.attempts import Attempt, attempts_at
from tests.support.world.instance import Instance, empty_papers, instance

__all__ = ["empty_papers", "instance"]


@pytest.fixture(scope="module")
def attempts(instance: Instance) -> dict[str, list[Attempt]]:
    """The attempts for each operation, by its name."""
    return attempts_at(instance)

"""Fixtures of the API tests: an instance with the world in it."""

from tests.support.world.instance import empty_papers, instance

__all__ = ["empty_papers", "instance"]

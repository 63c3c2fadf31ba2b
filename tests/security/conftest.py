"""Fixtures of the security tests: an instance with the world in it, and a signed-in visitor for each role."""

from tests.support.world.instance import empty_papers, instance, visitors

__all__ = ["empty_papers", "instance", "visitors"]

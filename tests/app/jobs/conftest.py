"""Jobs of a test's own."""

from collections.abc import Callable

import pytest

from app.jobs import registry


@pytest.fixture
def only_jobs(monkeypatch) -> Callable:
    """Forget all jobs but those that the test registers with `only_jobs(name)`."""
    monkeypatch.setattr(registry, "jobs", {})
    return registry.job

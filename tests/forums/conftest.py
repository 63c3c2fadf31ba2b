"""What tests of programs at a session begin with."""

import pytest

from tests.forums.room import room


@pytest.fixture
def place(app):
    """A session with its people."""
    return room()


@pytest.fixture
def path(place):
    """Where programs find that session."""
    return f"/sessions/{place.session.id}"

"""Fixtures of the mail walk: the stage, and the worlds of commitments and agreements that it sets up."""

import pytest

from tests.agreements.conftest import pact as pact
from tests.commitments.conftest import town as town
from tests.mails.stage import Stage


@pytest.fixture
def stage(request, app, clock):
    """Where a mail is produced."""
    return Stage(request.getfixturevalue, app)

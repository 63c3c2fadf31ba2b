"""The demo satisfies all invariants."""

import pytest

from soak.invariants import check


@pytest.mark.one_database
def test_the_demo_breaks_nothing_that_must_hold(app):
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 0
    assert check() == []

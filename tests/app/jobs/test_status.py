"""`flask scheduler status` tells a supervisor, by its exit status, whether jobs run."""

from datetime import UTC, datetime, timedelta

import pytest

from app.database import db
from app.jobs.models import Heartbeat


def status(app):
    result = app.test_cli_runner().invoke(args=["scheduler", "status"])
    return result.exit_code, result.output


def test_nothing_has_run_yet(app):
    assert status(app) == (1, "Error: no scheduler has run yet: start `flask scheduler run`\n")


@pytest.mark.parametrize(
    "age, code, words", [(5, 0, "the scheduler was alive"), (300, 1, "Error: the scheduler has been silent for 30")]
)
def test_a_heartbeat_counts_for_less_than_a_minute(app, age, code, words):
    db.session.add(Heartbeat(name="scheduler", leader="a:1", at=datetime.now(UTC) - timedelta(seconds=age)))
    db.session.commit()
    exit_code, output = status(app)
    assert exit_code == code
    assert output.startswith(words)

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.database import db, schema
from app.jobs.models import Heartbeat
from app.web import health

pytestmark = pytest.mark.every_database


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json


@pytest.fixture
def beat(app):
    """`beat(seconds)` writes a heartbeat of that age."""

    def write(seconds: float) -> None:
        db.session.add(Heartbeat(name="scheduler", leader="a:1", at=datetime.now(UTC) - timedelta(seconds=seconds)))
        db.session.commit()

    return write


@pytest.fixture
def long_running(monkeypatch):
    """The process started an hour ago."""
    monkeypatch.setattr(health, "_began", health.time.monotonic() - 3600)


def test_a_process_that_answers_lives(client):
    assert client.get("/healthz").status_code == 200


def test_all_is_well_while_the_scheduler_beats(client, beat, long_running):
    beat(5)
    assert ready(client) == (200, {"database": "ok", "migrations": "ok", "scheduler": "ok"})


def test_a_silent_scheduler_is_named(client, beat, long_running):
    beat(120)
    assert ready(client) == (503, {"database": "ok", "migrations": "ok", "scheduler": "silent"})


def test_a_scheduler_may_still_be_starting(client, monkeypatch):
    monkeypatch.setattr(health, "_began", health.time.monotonic())
    assert ready(client) == (200, {"database": "ok", "migrations": "ok", "scheduler": "starting"})


def test_a_database_behind_the_code_is_named(client, beat):
    beat(5)
    db.session.execute(text("UPDATE alembic_version SET version_num = '0048'"))
    try:
        status, parts = ready(client)
    finally:
        newest = {"newest": schema.newest_revision()}
        db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), newest)
        db.session.commit()
    assert (status, parts["migrations"]) == (503, "behind")


def test_figures_are_for_this_machine_only(client, beat):
    beat(5)
    page = client.get("/metrics").text
    assert 'selaras_mails{state="dead"} 0' in page
    assert "selaras_scheduler_silence_seconds 5" in page
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_a_monitor_with_the_token_gets_figures(client, app):
    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token="geheim")
    outside = {"REMOTE_ADDR": "203.0.113.7"}
    for token, status in (("geheim", 200), ("falsch", 404), ("", 404)):
        answer = client.get("/metrics", environ_base=outside, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status

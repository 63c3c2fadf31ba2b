"""`calendar occurrences`, as a program calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from app import calendars

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def occurrences():
    """Run `calendar occurrences` for the weekly Tuesday forum, with options changed or (None) left out."""
    app = Flask("bare")
    calendars.init_app(app)

    def run(**changed):
        options = {
            "rule": "FREQ=WEEKLY;BYDAY=TU",
            "start": "2027-01-05T09:00",
            "timezone": "Asia/Jakarta",
            "minutes": "120",
            "until": "2027-03-31",
            **changed,
        }
        words = [word for name, value in options.items() if value is not None for word in (f"--{name}", value)]
        info = ScriptInfo(create_app=lambda: app)
        return CliRunner().invoke(app.cli, ["calendar", "occurrences", *words, "--json"], obj=info)

    return run


def test_sessions_come_in_order_with_what_holidays_do(occurrences):
    rows = json.loads(occurrences().stdout)
    assert len(rows) == 13
    assert rows[0] == {
        "slot": "2027-01-05T02:00:00Z",
        "starts_at": "2027-01-06T02:00:00Z",
        "state": "shifted",
        "because": "Isra Mikraj Nabi Muhammad",
    }
    assert rows[9]["state"] == "merged"
    assert rows[9]["starts_at"] is None
    assert rows[1]["because"] is None


def test_keeping_holidays_changes_nothing(occurrences):
    rows = json.loads(occurrences(holidays="keep").stdout)
    assert all(row["slot"] == row["starts_at"] and row["state"] == "planned" for row in rows)


def test_the_last_day_is_included(occurrences):
    rows = json.loads(occurrences(until="2027-01-12", holidays="keep").stdout)
    assert [row["slot"][:10] for row in rows] == ["2027-01-05", "2027-01-12"]


def test_an_estimated_holiday_says_so(occurrences):
    rows = json.loads(occurrences(rule="FREQ=DAILY", start="2027-03-10T09:00", until="2027-03-10").stdout)
    assert rows[0]["because"] == "Hari Raya Idul Fitri (perkiraan)"


def test_years_without_a_decree_are_named_beside_the_result(occurrences):
    result = occurrences(rule="FREQ=MONTHLY;BYDAY=4TH", start="2031-12-01T09:00", until="2031-12-31")
    assert "joint leave is not decreed yet for 2031" in result.stderr
    assert result.exit_code == 0
    assert json.loads(result.stdout)


def test_nothing_to_tell_is_an_empty_list(occurrences):
    assert json.loads(occurrences(until="2026-12-31").stdout) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": ""},
        {"rule": "FREQ=NEVER"},
        {"rule": "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z"},
        {"rule": "FREQ=WEEKLY;BYDAY=XX"},
        {"rule": "FREQ=HOURLY", "until": "2100-12-31"},
        {"timezone": "Mars/Base"},
        {"start": "0001-01-01T00:00"},
    ],
    ids=str,
)
def test_a_refusal_is_one_line_and_exit_code_1(occurrences, changed):
    result = occurrences(**changed)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("calendar: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": None},
        {"start": "tomorrow"},
        {"start": "2027-01-05T09:00+07:00"},
        {"until": "2027-02-30"},
        {"minutes": "0"},
        {"minutes": "long"},
        {"holidays": "sometimes"},
    ],
    ids=str,
)
def test_wrong_usage_is_exit_code_2(occurrences, changed):
    result = occurrences(**changed)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_any_end_is_accepted_without_a_traceback(occurrences):
    assert occurrences(rule="FREQ=MONTHLY", until="9999-12-31").exit_code == 0


def test_the_command_line_starts_without_the_heavy_packages():
    probe = (
        "import sys; from app import create_app; create_app();"
        "print([name for name in ('holidays', 'icalendar', 'recurring_ical_events', 'dateutil.rrule')"
        " if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, env=os.environ)
    assert run.stdout.strip() == "[]", run.stderr

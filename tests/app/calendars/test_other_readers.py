"""iCalendar files of Selaras, read by ical.js, the library of Thunderbird and of many web calendars."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.calendars.invitations import feed, request
from app.calendars.recurrence import make_recurrence
from tests.app.calendars.test_invitations import NOW, SERIES, SESSION

ROOT = Path(__file__).resolve().parents[3]


def read_by_ical(content, *, until="2027-03-01T00:00:00Z"):
    """Return the occurrences that ical.js finds."""
    node = shutil.which("node", path=f"{ROOT / '.venv/node/path'}{os.pathsep}{os.environ['PATH']}")
    command = [node, ROOT / "tests/support/read-with-ical.mjs", until]
    run = subprocess.run(command, input=content, capture_output=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Europe/Berlin"])
def test_a_series_has_the_same_slots_for_ical(zone):
    local = datetime(2027, 1, 5, 9)
    recurrence = make_recurrence(rule="FREQ=WEEKLY;BYDAY=TU", starts_at=local, timezone=zone)
    slots = list(recurrence.slots(until=datetime(2027, 5, 31, tzinfo=UTC)))
    series = replace(
        SERIES,
        timezone=zone,
        rule=recurrence.rule,
        starts_at=slots[0],
        ends_at=slots[0] + timedelta(hours=2),
        without=(slots[2],),
    )
    found = read_by_ical(request([series], sent_at=NOW), until="2027-05-31T00:00:00Z")
    assert [one["starts_at"] for one in found] == [instant(slot) for slot in slots if slot != slots[2]]


def test_a_moved_session_is_one_session_for_ical():
    found = read_by_ical(request([SERIES, SESSION], sent_at=NOW), until="2027-01-14T00:00:00Z")
    assert [(one["recurrence_id"], one["starts_at"]) for one in found] == [
        ("2027-01-05T02:00:00Z", "2027-01-06T02:00:00Z"),
        ("2027-01-12T02:00:00Z", "2027-01-12T02:00:00Z"),
    ]
    assert found[0]["attendees"] == ["mailto:narahubung@dinkes.example"]


def test_a_feed_has_each_session_once_for_ical():
    week = timedelta(days=7)
    other = replace(SESSION, slot=SESSION.slot + week, starts_at=SESSION.slot + week, ends_at=SESSION.ends_at + week)
    found = read_by_ical(feed([SESSION, other], name="Selaras"))
    assert sorted(one["recurrence_id"] for one in found) == ["2027-01-05T02:00:00Z", "2027-01-12T02:00:00Z"]
    assert all(one["attendees"] == [] for one in found)

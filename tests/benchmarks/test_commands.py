"""The command line of `script/benchmark`."""

import json
import subprocess
import sys

import pytest

from tests.support.repository import ROOT


@pytest.mark.one_database
def test_a_quick_run_writes_json_that_says_where_and_what(tmp_path):
    file = tmp_path / "run.json"
    command = [sys.executable, "-m", "benchmarks", "occurrences", "--quick", "--json", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    written = json.loads(file.read_text())
    figures = written["results"]["occurrences"]
    assert {"taken_at", "commit", "machine", "versions", "quick"} <= written.keys()
    assert written["machine"]["cores"] >= 1
    assert all(one["value"] > 0 and one["bar"] == {"limit": 2, "least": False} for one in figures)
    assert all(one["verdict"] == ("met" if one["value"] <= 2.2 else "missed") for one in figures)
    assert run.returncode == (1 if any(one["verdict"] == "missed" for one in figures) else 0)
    assert all(one["name"] in run.stdout for one in figures)


def test_a_measurement_that_does_not_exist_is_wrong_usage():
    command = [sys.executable, "-m", "benchmarks", "speed-of-light"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 2

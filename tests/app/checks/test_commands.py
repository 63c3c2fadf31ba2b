"""`flask check` prints every problem in one line, whatever the settings are."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from app.checks.starting import is_check
from app.database import db
from app.jobs.models import Heartbeat
from tests.app.checks.conftest import PRODUCTION
from tests.factories import AdministratorFactory
from tests.support.repository import ROOT


def check(folder, *options, **environ):
    """Run `flask check` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "check", *options],
        cwd=ROOT,
        env={"DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def production_environ(monkeypatch):
    """Give this process an environment without problems."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)


def run(app, *options):
    result = app.test_cli_runner().invoke(args=["check", *options])
    return result.exit_code, result.stdout


def test_every_refused_setting_is_one_line(tmp_path):
    done = check(tmp_path, SELARAS_ENV="production", INBOX_URL="imaps://mail", UPLOAD_LIMIT="20M")
    assert (done.returncode, done.stderr) == (1, "")
    faults = [line.split()[1].rstrip(":") for line in done.stdout.splitlines() if line.startswith("fault: ")]
    assert {"SECRET_KEY", "MAIL_URL", "BASE_URL", "UPLOAD_LIMIT", "INBOX_URL"} <= set(faults)
    assert "The database" in done.stdout
    assert all(line.startswith(("fault: ", "advice: ")) for line in done.stdout.splitlines())
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_away_is_one_fault(tmp_path):
    tmp_path.chmod(0o700)
    done = check(tmp_path, **PRODUCTION, DATABASE_URL="postgresql://selaras:rahasia@127.0.0.1:9/selaras")
    assert done.returncode == 1
    [line] = done.stdout.splitlines()
    assert line.startswith("fault: The database selaras on 127.0.0.1:9 cannot be used: ")
    assert "rahasia" not in done.stdout


def test_a_production_instance_without_problems_passes(app, production, production_environ):
    settings = app.extensions["settings"]
    settings.data_dir.chmod(0o700)
    production(
        secret_key=PRODUCTION["SECRET_KEY"],
        base_url=PRODUCTION["BASE_URL"],
        mail_url=PRODUCTION["MAIL_URL"],
        mail_from=PRODUCTION["MAIL_FROM"],
        metrics_token="rahasia",
        trusted_proxies=1,
    )
    AdministratorFactory.create_batch(2)
    db.session.add(Heartbeat(name="scheduler", leader="a:1", at=datetime.now(UTC)))
    db.session.commit()
    code, printed = run(app)
    assert code == 0
    assert printed.endswith(" checks passed.\n")


def test_one_fault_in_production_exits_with_1(app, production):
    code, printed = run(app)
    assert code == 1
    assert "fault: MAIL_URL: No mail server is set up." in printed


def test_outside_production_the_same_is_advice(app):
    code, printed = run(app)
    assert code == 0
    assert "advice: MAIL_URL: No mail server is set up." in printed
    assert "fault: " not in printed


def test_json_has_every_check_with_its_findings(app):
    code, printed = run(app, "--json")
    checks = {item["check"]: item for item in json.loads(printed)["items"]}
    assert code == 0
    assert checks["time-zones"] == {"check": "time-zones", "label": "Time zones", "state": "ok", "findings": []}
    assert [finding["severity"] for finding in checks["scheduler"]["findings"]] == ["advice"]


@pytest.mark.parametrize(
    "words, expected",
    [
        ("/bin/flask check", True),
        ("/lib/flask/__main__.py --app wsgi check --json", True),
        ("/bin/flask -A wsgi demo check", False),
        ("/bin/flask db upgrade", False),
        ("/bin/gunicorn wsgi:app check", False),
        ("/bin/flask", False),
    ],
)
def test_only_the_command_itself_starts_with_refused_settings(words, expected):
    assert is_check(words.split()) is expected

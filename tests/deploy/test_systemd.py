"""The units for systemd, and the wrappers that run commands and take mail with their settings."""

import getpass
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.support.repository import ROOT, tracked

UNITS = tracked("deploy/*.service", "deploy/*.timer")
SERVICES = tracked("deploy/*.service")
KEY = "k" * 32


def lines_of(unit):
    return unit.read_text().splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_mistake_in_the_units(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/selaras", str(ROOT)))
    command = ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_keep_their_files_to_themselves(unit):
    wanted = {"User=selaras", "UMask=0077", "NoNewPrivileges=yes", "PrivateTmp=yes", "ProtectHome=yes"}
    assert wanted | {"ProtectSystem=strict"} <= set(lines_of(unit))


def test_a_migration_at_the_start_has_time():
    web = lines_of(ROOT / "deploy/selaras-web.service")
    assert "ExecStartPre=/srv/selaras/.venv/bin/flask --app wsgi db upgrade" in web
    assert "TimeoutStartSec=1h" in web


@pytest.fixture
def selaras(tmp_path):
    """`selaras(environment, *words)` runs deploy/selaras with an environment file of that text."""

    def run(environment, *words):
        file = tmp_path / "environment"
        file.write_text(environment)
        own = {"SELARAS_ENVIRONMENT": str(file), "SELARAS_USER": getpass.getuser(), "PATH": os.environ["PATH"]}
        command = [ROOT / "deploy/selaras", *words]
        return subprocess.run(command, env=own, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_the_wrapper_names_its_target_without_the_password_before_it_begins(selaras, tmp_path):
    said = selaras(
        f"# comment\n\nSELARAS_ENV=production\nMAIL_URL=none\nBASE_URL=https://kota.go.id\nSECRET_KEY=\"{KEY}\"\nDATA_DIR='{tmp_path}'\n"
        "DATABASE_URL=postgresql://selaras@127.0.0.1:1/kota\nDATABASE_PASSWORD='p$HOME `id` # \"x'\n",
        "scheduler",
        "status",
    )
    first, second = said.stderr.splitlines()
    assert said.returncode == 1
    assert first == f"selaras: database postgresql+psycopg://selaras:***@127.0.0.1:1/kota, files in {tmp_path}"
    assert "kota on 127.0.0.1:1 cannot be used" in second


@pytest.mark.parametrize(
    "written, meant",
    [
        ("'/x/a $b `c` \"d\" \\e # f'", '/x/a $b `c` "d" \\e # f'),
        ('"/x/it\'s $a"', "/x/it's $a"),
        ("/x/Dinas & Kota $a  ", "/x/Dinas & Kota $a"),
    ],
)
def test_the_wrapper_takes_values_as_they_are_written(selaras, written, meant):
    said = selaras(f"SECRET_KEY={KEY}\nDATA_DIR={written}", "scheduler", "status")
    assert said.stderr.splitlines()[0].endswith(f", files in {meant}")


@pytest.mark.parametrize("line", ["SECRET_KEY='it''s'", 'A="b\\"c"', "export A=b", "A = b", "A='b' # c"])
def test_a_line_that_systemd_might_read_otherwise_is_named_and_not_shown(selaras, line):
    said = selaras(f"# one\n{line}\n", "scheduler", "status")
    assert said.returncode == 1
    assert re.fullmatch(r"selaras: \S+/environment, line 2: write NAME='value'\n", said.stderr)


def test_a_refused_setting_stops_the_wrapper(selaras):
    said = selaras("SELARAS_ENV=production\n", "scheduler", "status")
    assert said.returncode == 1
    assert said.stderr.startswith("SECRET_KEY is not set: production does not start without one.\n")


@pytest.fixture
def receive(tmp_path):
    """`receive(content)` passes a mail to deploy/receive as the pipe of a mail server does, with no environment."""

    def run(content, environment=None):
        file = tmp_path / "environment"
        file.write_text(environment or f"SECRET_KEY={KEY}\nDATA_DIR='{tmp_path}'\n")
        own = {"SELARAS_ENVIRONMENT": str(file), "SELARAS_USER": getpass.getuser(), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            [ROOT / "deploy/receive"], env=own, cwd="/", input=content, capture_output=True, text=True, check=False
        )

    return run


LETTER = "From: a@mitra.example\nTo: forum@kota.example\nSubject: Hadir\n\nya\n"


@pytest.mark.one_database
def test_a_mail_pipe_takes_mail_with_the_settings_of_the_services(app, database, receive, tmp_path):
    shutil.copy(database.template, tmp_path / "selaras.sqlite")
    taken = receive(LETTER)
    assert taken.returncode == 0, taken.stderr
    with closing(sqlite3.connect(tmp_path / "selaras.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM incoming_mails").fetchone() == (1,)


@pytest.mark.parametrize("environment", ["", "UPLOAD_LIMIT=20M\n", "export A=b\n", "SELARAS_ENV=production\n"])
def test_a_mail_pipe_that_cannot_take_mail_leaves_it_to_the_mail_server(receive, environment, tmp_path):
    refused = receive(LETTER, environment and f"{environment}DATA_DIR='{tmp_path}'\n")
    assert refused.returncode == 75
    assert refused.stderr

"""The demo, whose passwords everyone knows, serves this machine and no other."""

import subprocess
import sys
from dataclasses import replace

import pytest

from app import create_app
from config import SettingsRefused, read_settings
from tests.support.databases import settings_for
from tests.support.postgresql import free_port
from tests.support.repository import ROOT


@pytest.fixture
def demo(tmp_path):
    """A client of a demo; the address asked for needs no database."""
    settings = settings_for(f"sqlite:///{tmp_path / 'demo.sqlite'}", tmp_path)
    return create_app(replace(settings, demo=True)).test_client()


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", ""])
def test_gunicorn_does_not_start_the_demo_where_other_machines_reach_it(tmp_path, host):
    program = [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", "--bind", f"{host}:{free_port()}"]
    environment = {"SELARAS_DEMO": "1", "DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 1
    assert "The demo listens on loopback only" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1", "2001:db8::7", ""])
def test_the_demo_answers_nobody_from_elsewhere_however_it_was_bound(demo, peer):
    for path in ("/healthz", "/sign-in", "/static/favicon.svg"):
        assert demo.get(path, environ_base={"REMOTE_ADDR": peer}).status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_the_demo_answers_nobody_who_comes_through_a_proxy(demo, header):
    assert demo.get("/healthz", headers={header: "192.0.2.7"}).status_code == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1"])
def test_the_demo_answers_this_machine(demo, peer):
    assert demo.get("/healthz", environ_base={"REMOTE_ADDR": peer}).status_code == 200


def test_the_demo_trusts_no_proxy(tmp_path):
    with pytest.raises(SettingsRefused, match="TRUSTED_PROXIES"):
        read_settings({"SELARAS_DEMO": "1", "TRUSTED_PROXIES": "1", "DATA_DIR": str(tmp_path)})

"""Settings are read once, and a wrong one stops the start with one sentence."""

import subprocess
import sys
from dataclasses import replace

import pytest
from flask import Flask, request
from sqlalchemy import make_url

from app.web import security
from config import ROOT, SettingsRefused, read_settings

KEY = "k" * 32


PRODUCTION = {
    "SELARAS_ENV": "production",
    "BASE_URL": "https://forum.dinas.go.id",
    "MAIL_URL": "smtps://forum:rahasia@mail.dinas.go.id",
    "MAIL_FROM": "forum@dinas.go.id",
}
"""Settings with which production starts."""


def settings(tmp_path, **environ):
    return read_settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": KEY, **environ})


@pytest.mark.parametrize(
    "name, value",
    [
        ("SELARAS_ENV", "prod"),
        ("SELARAS_TIMEZONE", "Jakarta"),
        ("SELARAS_TIMEZONE", "../../etc/passwd"),
        ("BASE_URL", "selaras.example"),
        ("BASE_URL", "https://[broken"),
        ("MAIL_URL", "mail.example:25"),
        ("MAIL_URL", "smtp://mail.example?starttls=perhaps"),
        ("MAIL_TIMEOUT", "soon"),
        ("DATABASE_URL", "mysql://localhost/selaras"),
        ("UPLOAD_LIMIT", "20M"),
        ("UPLOAD_LIMIT", "0"),
        ("HORIZON_MONTHS", "-1"),
        ("OPENING_MINUTES", "-5"),
        ("TRUSTED_PROXIES", "all"),
        ("INTRANET_HOSTS", "https://calendar.internal"),
        ("INTRANET_HOSTS", "10.0.0.0/8"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, name, value):
    with pytest.raises(SettingsRefused, match=name) as refusal:
        settings(tmp_path, **{name: value})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("key", ["", "short"])
def test_production_needs_a_key(tmp_path, key):
    with pytest.raises(SettingsRefused, match="SECRET_KEY"):
        settings(tmp_path, **PRODUCTION, SECRET_KEY=key)


def test_production_refuses_the_demo(tmp_path):
    with pytest.raises(SettingsRefused, match="demo"):
        settings(tmp_path, **PRODUCTION, SELARAS_DEMO="1")


@pytest.mark.parametrize(
    "name, value",
    [
        ("MAIL_URL", ""),
        ("MAIL_URL", "smtps://forum:password@mail.example:465"),
        ("MAIL_URL", "smtp://mail.example.org"),
        ("MAIL_FROM", ""),
        ("MAIL_FROM", "forum@selaras.example"),
        ("MAIL_FROM", "Forum <forum@kota.invalid>"),
        ("BASE_URL", ""),
        ("BASE_URL", "http://127.0.0.1:8000"),
        ("BASE_URL", "https://localhost"),
        ("BASE_URL", "http://[::1]"),
        ("BASE_URL", "http://forum.dinas.go.id"),
        ("BASE_URL", "https://selaras.example"),
        ("BASE_URL", "https://forum.example.org"),
    ],
)
def test_production_refuses_what_would_serve_nobody(tmp_path, name, value):
    assert settings(tmp_path, **PRODUCTION).production
    with pytest.raises(SettingsRefused) as refusal:
        settings(tmp_path, **{**PRODUCTION, name: value})
    [line] = str(refusal.value).splitlines()
    assert line.startswith(f"{name}: ")


def test_production_without_a_mail_server_starts_if_that_is_stated(tmp_path):
    started = settings(tmp_path, **{**PRODUCTION, "MAIL_URL": "none", "MAIL_FROM": ""})
    assert (started.mail_url, started.mail_waits) == (None, True)


def test_production_on_this_machine_starts_if_that_is_allowed(tmp_path):
    trial = {**PRODUCTION, "BASE_URL": "http://127.0.0.1:8000", "ALLOW_LOOPBACK": "1"}
    assert settings(tmp_path, **trial).base_url == "http://127.0.0.1:8000"
    with pytest.raises(SettingsRefused, match="http://"):
        settings(tmp_path, **{**trial, "BASE_URL": "http://forum.dinas.go.id"})


def test_every_refused_setting_is_named_at_once(tmp_path):
    with pytest.raises(SettingsRefused) as refusal:
        settings(tmp_path, SELARAS_ENV="production", SECRET_KEY="", UPLOAD_LIMIT="20M", MAIL_URL="mail.example")
    names = [line.split()[0].rstrip(":") for line in str(refusal.value).splitlines()]
    assert names == ["SECRET_KEY", "MAIL_URL", "UPLOAD_LIMIT", "BASE_URL"]


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsRefused, match="DATA_DIR"):
        settings(tmp_path, DATA_DIR=str(tmp_path / "file"), SECRET_KEY="")


def test_without_a_key_development_makes_one_and_keeps_it(tmp_path):
    first = settings(tmp_path, SECRET_KEY="").secret_key
    assert settings(tmp_path, SECRET_KEY="").secret_key == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("given", ["postgres://db/selaras", "postgresql://db/selaras"])
def test_addresses_of_postgresql_need_no_driver(tmp_path, given):
    assert settings(tmp_path, DATABASE_URL=given).database_url == "postgresql+psycopg://db/selaras"


def test_a_database_password_may_have_any_characters(tmp_path):
    password = "p@ss:/wörd%#?"
    given = settings(tmp_path, DATABASE_URL="postgresql://selaras@db:5433/kota", DATABASE_PASSWORD=password)
    url = make_url(given.database_url)
    assert (url.username, url.password, url.host, url.port) == ("selaras", password, "db", 5433)


@pytest.mark.parametrize("url", ["postgresql://selaras:old@db/kota", "postgresql://db/kota", "sqlite:////tmp/a@b", ""])
def test_a_database_password_needs_a_url_with_a_user_alone(tmp_path, url):
    with pytest.raises(SettingsRefused, match="DATABASE_PASSWORD"):
        settings(tmp_path, DATABASE_URL=url, DATABASE_PASSWORD="secret")


@pytest.mark.parametrize("name", ["MAIL_FROM", "SELARAS_COUNTRY", "SELARAS_UNIT", "METRICS_TOKEN", "UPLOAD_LIMIT"])
def test_an_empty_setting_counts_as_not_set(tmp_path, name):
    assert settings(tmp_path, **{name: ""}) == settings(tmp_path)


def test_hosts_of_the_intranet_stand_between_commas(tmp_path):
    assert settings(tmp_path).intranet_hosts == ()
    told = settings(tmp_path, INTRANET_HOSTS="Calendar.internal, 10.1.2.3:8443,").intranet_hosts
    assert told == ("calendar.internal", "10.1.2.3:8443")


@pytest.mark.parametrize("hops, origin", [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_only_trusted_proxies_say_where_a_request_comes_from(tmp_path, hops, origin):
    app = Flask("behind", static_folder=None)
    security.init_app(app, replace(settings(tmp_path), trusted_proxies=hops))
    app.add_url_rule("/", "origin", lambda: request.remote_addr or "")
    told = app.test_client().get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert told.text == origin


def test_whoever_starts_it_reads_one_line_for_each_refusal(tmp_path):
    program = [sys.executable, "-m", "flask", "--app", "wsgi", "routes"]
    environment = {**PRODUCTION, "MAIL_URL": "", "DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    started = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (started.returncode, started.stdout) == (1, "")
    assert [line.split()[0] for line in started.stderr.splitlines()] == ["SECRET_KEY", "MAIL_URL:"]

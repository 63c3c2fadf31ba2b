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
        settings(tmp_path, SELARAS_ENV="production", SECRET_KEY=key)


def test_production_refuses_the_demo(tmp_path):
    with pytest.raises(SettingsRefused, match="demo"):
        settings(tmp_path, SELARAS_ENV="production", SELARAS_DEMO="1")


def test_without_a_key_development_makes_one_and_keeps_it(tmp_path):
    first = settings(tmp_path, SECRET_KEY="").secret_key
    assert settings(tmp_path, SECRET_KEY="").secret_key == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("given", ["postgres://db/selaras", "postgresql://db/selaras"])
def test_addresses_of_postgresql_need_no_driver(tmp_path, given):
    assert settings(tmp_path, DATABASE_URL=given).database_url == "postgresql+psycopg://db/selaras"


def test_a_database_password_may_have_any_characters(tmp_path):
    url = settings(
        tmp_path, DATABASE_URL="postgresql://selaras@db:5433/kota", DATABASE_PASSWORD="p@ss:/wörd%#?"
    ).database_url
    read = make_url(url)
    assert (read.username, read.password, read.host, read.port, read.database) == (
        "selaras",
        "p@ss:/wörd%#?",
        "db",
        5433,
        "kota",
    )


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


def test_whoever_starts_it_reads_one_sentence(tmp_path):
    program = [sys.executable, "-m", "flask", "--app", "wsgi", "routes"]
    environment = {"SELARAS_ENV": "production", "DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == "SECRET_KEY is not set: production does not start without one.\n"

"""No log of nginx, gunicorn or Selaras contains a URL with a secret."""

import logging
import os
import re
import subprocess
import sys
import urllib.request
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from uuid import uuid4

import pytest
import structlog

from app.web.logging import SECRET_PATHS, without_secrets
from tests.support.nginx import running_nginx
from tests.support.postgresql import free_port
from tests.support.processes import wait_until
from tests.support.repository import ROOT

SECRET = {"token"}
"""URL parameters that are secrets."""
OPEN = {"act", "filename", "guide", "indicator", "list_name", "part", "sha256", "slug", "topic"}
"""Other texts in addresses. A new name is entered here or above."""

TOKEN = "aQ3.x-_Zw9"
NGINX = (ROOT / "deploy/nginx.conf").read_text()

pytestmark = pytest.mark.one_database


def texts_of(rule):
    """Return the names of a rule's parameters that may be any text."""
    return set(re.findall(r"<(?:(?:string|path|any)(?:\([^)]*\))?:)?(\w+)>", rule.rule))


@pytest.fixture
def paths(app):
    """Every URL with a secret, with examples for its other parameters."""
    where = app.url_map.bind("selaras.example")
    found = [rule for rule in app.url_map.iter_rules() if rule.arguments & SECRET]
    return [
        where.build(rule.endpoint, {name: TOKEN if name in SECRET else uuid4() for name in rule.arguments})
        for rule in found
    ]


def test_every_text_in_an_address_is_known_to_be_secret_or_not(app):
    names = set().union(*(texts_of(rule) for rule in app.url_map.iter_rules()))
    assert names == SECRET | OPEN


def nginx_patterns():
    """Return the expression of nginx's log and that of the addresses without an error log."""
    [hidden] = re.findall(r"map \$uri \$logged_path \{\s+~(\S+) ", NGINX)
    [silent] = re.findall(r"location ~ (\S+) \{\s+error_log /dev/null;", NGINX)
    return hidden.replace("(?<", "(?P<"), silent


def test_nginx_hides_every_secret_address(paths):
    hidden, silent = nginx_patterns()
    assert len(paths) >= 10
    assert [path for path in paths if not re.search(hidden, path)] == []
    assert [path for path in paths if not re.search(silent, path)] == []


def test_nginx_and_the_application_hide_the_same_beginnings():
    hidden, silent = nginx_patterns()
    assert set(re.search(r"<beginning>([^)]+)\)", hidden)[1].split("|")) == set(SECRET_PATHS)
    assert [path for path in SECRET_PATHS if not re.search(silent, f"/{path}/{TOKEN}")] == []


def test_a_running_nginx_logs_no_secret_even_while_the_application_is_down(paths, tmp_path):
    for path in paths:
        twisted = path.replace("/", "//", 1), path[:2] + path[2:].replace("/", "%2F", 1)
    with running_nginx(tmp_path) as port:
        for path in [*paths, *twisted, "/forums"]:
            assert status(f"http://127.0.0.1:{port}{path}", Referer=f"https://selaras.example{path}x") == 502
    access, errors = ((tmp_path / name).read_text() for name in ("access.log", "error.log"))
    assert access.count('"GET ') == len(paths) + 3
    assert access.count("/answer/- HTTP") >= 1
    assert "/forums" in access
    assert "connect() failed" in errors
    assert TOKEN not in access + errors


def test_a_page_behind_a_secret_is_not_named_as_a_referrer(client, paths):
    assert {client.get(path).headers["Referrer-Policy"] for path in paths} == {"strict-origin"}
    assert client.get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_nginx_logs_other_addresses(app):
    hidden, _silent = nginx_patterns()
    where = app.url_map.bind("selaras.example")
    others = [rule for rule in app.url_map.iter_rules() if not rule.arguments]
    assert [path for rule in others if re.search(hidden, path := where.build(rule.endpoint))] == []


def test_nginx_logs_in_that_form_alone():
    form = re.search(r"log_format selaras (.+?);", NGINX, re.DOTALL)[1]
    assert "$logged_path" in form
    assert set(re.findall(r"\$\w+", form)).isdisjoint({"$request", "$request_uri", "$uri", "$args", "$http_referer"})
    servers = NGINX.split("\nserver {")[1:]
    assert len(servers) == 2
    assert all(re.findall(r"access_log (.+);", server) == ["/var/log/nginx/selaras.log selaras"] for server in servers)


def test_our_own_logs_hide_every_secret_address(paths):
    for path in paths:
        for text in (
            path,
            f"GET {path}?x=1 HTTP/1.1",
            f"https://selaras.example{path}",
            f"next={quote(path, safe='')}",
        ):
            assert TOKEN not in without_secrets(text), text
    assert without_secrets("GET /answer/abc/forward HTTP/1.1") == "GET /answer/-/forward HTTP/1.1"
    assert without_secrets("/calendar?month=2026-11") == "/calendar?month=2026-11"


def test_events_and_their_tracebacks_hide_secret_addresses(app):
    logger = structlog.wrap_logger(structlog.testing.ReturnLogger())
    try:
        raise ValueError(f"no answer at /answer/{TOKEN}")
    except ValueError:
        said = logger.exception("request.crashed", path=f"/password/reset/{TOKEN}")
    assert "request.crashed" in said
    assert TOKEN not in said


@pytest.mark.parametrize("name", ["gunicorn.access", "gunicorn.error", "werkzeug"])
def test_records_of_servers_hide_secret_addresses(app, caplog, name):
    atoms = {"r": f"GET /answer/{TOKEN} HTTP/1.1", "f": f"https://x/register/own/{TOKEN}"}
    logging.getLogger(name).warning("%(r)s %(f)s", atoms)
    assert caplog.messages == ["GET /answer/- HTTP/1.1 https://x/register/own/-"]


@pytest.fixture
def gunicorn(app, tmp_path):
    """Start gunicorn with every log it has on a file; return its address and that file."""
    settings, port, log = app.extensions["settings"], free_port(), tmp_path / "log"
    words = ["wsgi:app", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    own = {"DATABASE_URL": settings.database_url, "DATA_DIR": str(settings.data_dir)}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words, "--access-logfile", "-", "--log-level", "debug"],
            cwd=ROOT,
            env={**os.environ, **own},
            stdout=file,
            stderr=file,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: status(f"{address}/healthz") == 200)
        yield address, log
    finally:
        process.terminate()
        process.wait(20)


def status(address, **headers):
    """Return the status of an answer, None when there was none."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
    except URLError:
        return None


def test_a_running_server_logs_requests_without_their_secrets(gunicorn, paths):
    address, log = gunicorn
    for path in paths:
        assert status(address + path, Referer=f"https://selaras.example{path}") is not None
    wait_until(lambda: log.read_text().count('"event": "request"') > len(paths), seconds=20)
    said = log.read_text()
    assert said.count("GET /answer/- ") >= 1
    assert TOKEN not in said

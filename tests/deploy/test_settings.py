"""Every setting of the application reaches it, with containers and with systemd; no secret reaches the image."""

import re
import subprocess
from fnmatch import fnmatch

import pytest

from config import FEATURES
from tests.support.compose import compose, environment_of
from tests.support.repository import PACKAGES, ROOT, name_of, tracked

ONE_MACHINE = {"PORT", "SELARAS_DEMO"}
"""Settings of script/server alone."""
CONTAINERFILE = (ROOT / "Containerfile").read_text()


def documented():
    """Return the settings that docs/settings.md describes, which are those that config.py reads."""
    return set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))


def test_every_setting_reaches_the_containers():
    assert len(documented()) > 20
    own = set(re.findall(r"^(?:ENV|  ).*", CONTAINERFILE, re.MULTILINE))
    image = {name for line in own for name in re.findall(r"\b([A-Z_]+)=", line)}
    for service in ("migrate", "web", "scheduler", "backup"):
        passed = set(compose()["services"][service]["environment"])
        assert documented() - ONE_MACHINE - passed - image == set()
        assert passed <= documented()


def test_a_value_in_the_file_env_reaches_the_web_container():
    given = {
        "SECRET_KEY": "k",
        "BASE_URL": "b",
        "MAIL_URL": "none",
        "DATABASE_PASSWORD": "p$",
        "SELARAS_UNIT_CITY": "x",
    }
    told = environment_of("web", given)
    assert {name: told[name] for name in given} == given
    assert told["SELARAS_TIMEZONE"] == ""
    assert told["TRUSTED_PROXIES"] == "1"


def test_every_setting_is_in_the_example_for_systemd():
    example = (ROOT / "deploy/environment.example").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)='.*'$", example, re.MULTILINE)) == documented() - ONE_MACHINE


def test_no_registry_address_is_fixed():
    images = [*re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE), compose()["services"]["database"]["image"]]
    assert len(images) == 3
    assert [image for image in images if "/" in image] == []


def is_copied(name):
    """Whether the image gets a file of the clone: the last line of .dockerignore that matches it decides."""
    copied = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        parts = name.split("/")
        beginnings = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
        if pattern.startswith("**/"):
            matches = any(fnmatch(part, pattern.removeprefix("**/")) for part in parts)
        else:
            matches = pattern == "*" or pattern in beginnings
        if matches:
            copied = line.startswith("!")
    return copied


SECRETS = [
    ".env",
    ".env.production",
    "deploy/.env",
    "var/secret-key",
    "selaras.sqlite",
    "selaras.sqlite-wal",
    "app/copy.sqlite",
    "selaras-2026-11-24T020000Z.zip",
    "backups/selaras-2026-11-24T020000Z.zip",
]


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_of_an_installation_are_never_committed(name):
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False)
    assert ignored.returncode == 0


@pytest.mark.parametrize("name", [*SECRETS, "dump.sql", "deploy/key.pem", "notes.txt", ".git/config"])
def test_secrets_of_an_installation_are_not_copied_into_the_image(name):
    assert not is_copied(name)


def test_the_image_gets_the_whole_application():
    assert set(FEATURES) < set(PACKAGES)
    needed = tracked(
        "config.py", "production.py", "wsgi.py", "gunicorn.conf.py", "requirements.txt", "package*.json", ".npmrc"
    )
    needed += tracked("script/*", "templates/*", "migrations/*", *(f"{package}/*" for package in PACKAGES))
    assert len(needed) > 900
    assert [name_of(path) for path in needed if not is_copied(name_of(path))] == []

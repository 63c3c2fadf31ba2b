from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.checks.findings import Finding, Surroundings
from config import examine_settings

PRODUCTION = {
    "SELARAS_ENV": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "BASE_URL": "https://forum.dinas.go.id",
    "MAIL_URL": "smtps://forum:rahasia@mail.dinas.go.id",
    "MAIL_FROM": "forum@dinas.go.id",
    "METRICS_TOKEN": "rahasia",
    "SELARAS_UNIT": "Dinas Kominfo",
    "TRUSTED_PROXIES": "1",
}
"""Settings without a problem."""


@pytest.fixture
def given(tmp_path) -> Callable[..., Surroundings]:
    """`given(MAIL_URL="none")` is what checks examine in a production instance whose data directory is new."""

    def build(**changes: str) -> Surroundings:
        environ = {**PRODUCTION, "DATA_DIR": str(tmp_path), **changes}
        settings, config_errors = examine_settings(environ)
        return Surroundings(settings=settings, config_errors=config_errors, environ=environ, now=datetime.now(UTC))

    tmp_path.chmod(0o700)
    return build


@pytest.fixture
def found(given) -> Callable[..., list[Finding]]:
    """`found(checks, MAIL_URL="none")` are the findings of some checks."""

    def run(checks, **changes: str) -> list[Finding]:
        return [finding for check in checks for finding in check.examine(given(**changes))]

    return run


@pytest.fixture
def production(app):
    """The application of the test as a production instance; `production(mail_url=None)` changes settings."""

    def change(**changes):
        app.extensions["settings"] = replace(app.extensions["settings"], environment="production", **changes)

    change()
    return change

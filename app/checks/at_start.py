"""The checks of a process that starts: web workers (gunicorn.conf.py) and the scheduler."""

from __future__ import annotations

import sys

import click
from flask import Flask

from app.checks.findings import Finding, Severity
from app.checks.registry import run_checks
from app.database import db
from app.database.transactions import transaction
from app.web.i18n import force_locale

STARTED_LATER = "scheduler"
"""Name of the check whose result says nothing while the services of an instance are started."""


def require_working(app: Flask) -> None:
    """Print each finding in one line on standard error, outside production only faults.

    Exits with 1 if one of them stops the start. Closes the connections, so that a process which forks shares none.
    """
    with app.app_context(), force_locale("en"):
        findings = _findings()
        for finding in findings:
            if finding.severity is Severity.FAULT or app.extensions["settings"].production:
                click.echo(finding.line, err=True)
        db.engine.dispose()
    if any(finding.stops_start for finding in findings):
        sys.exit(1)


def _findings() -> list[Finding]:
    with transaction(reads_only=True):
        results = [result for result in run_checks() if result.check.name != STARTED_LATER]
    return [finding for result in results for finding in result.findings]

"""All checks, in the order in which they are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import current_app

from app.checks import database, environment, machine
from app.checks.findings import Check, Result, Surroundings

CONFIG_ERRORS = "config_errors"
"""Name of the extension that holds one line for each refused setting, if the application was created all the same."""


def run_checks() -> list[Result]:
    """Return the results of all checks; those that need a usable database are left out if there is none."""
    given = Surroundings(
        settings=current_app.extensions["settings"],
        config_errors=current_app.extensions.get(CONFIG_ERRORS, ()),
        environ=os.environ,
        now=datetime.now(UTC),
    )
    results = _run((*environment.CHECKS, *machine.CHECKS), given)
    if not given.refused("DATABASE_URL"):
        results += _run([database.SCHEMA], given)
        if not results[-1].findings:
            results += _run(database.CHECKS, given)
    return results


def _run(checks: Iterable[Check], given: Surroundings) -> list[Result]:
    return [Result(check, list(check.examine(given))) for check in checks]

"""Checks of stored contents that `flask audit verify` runs besides the chain; features register them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app

EXTENSION = "content_checks"


class Checked(NamedTuple):
    """The result of a check: what was checked, how many, and one line for each that differs from its record."""

    what: str
    number: int
    differing: list[str]


Check = Callable[[], Checked]


def add_check(app: Flask, check: Check) -> None:
    """Run `check` whenever the audit trail is verified."""
    app.extensions.setdefault(EXTENSION, []).append(check)


def check_contents() -> list[Checked]:
    """Return the results of all checks."""
    return [check() for check in current_app.extensions.get(EXTENSION, ())]

"""Creating the application for `flask check`, which runs with any settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app import create_app
from app.checks.registry import CONFIG_ERRORS
from config import SettingsRefused, examine_settings

TAKE_VALUES = {"-A", "--app", "-e", "--env-file"}
"""Options of `flask` that are followed by a value."""


def is_check(arguments: Sequence[str]) -> bool:
    """Return whether the command line of a process is that of `flask check`."""
    program = Path(arguments[0])
    if "flask" not in {program.name, program.parent.name}:
        return False
    words = iter(arguments[1:])
    for word in words:
        if word in TAKE_VALUES:
            next(words, None)
        elif not word.startswith("-"):
            return word == "check"
    return False


def create_app_to_check() -> Flask:
    """Return the application with default values in place of refused settings, which it remembers."""
    settings, errors = examine_settings()
    try:
        app = create_app(settings)
    except SettingsRefused as error:  # by the mailbox, which examines its settings itself
        errors.append(str(error))
        app = create_app(replace(settings, inbox_url=None, inbox_ca=None))
    app.extensions[CONFIG_ERRORS] = errors
    return app

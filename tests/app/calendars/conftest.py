"""`flask calendar` on an application that has nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from app import calendars


@pytest.fixture
def run_calendar() -> Callable[..., Any]:
    """`run_calendar("read", …)` runs a command of the group and returns its result."""
    bare = Flask("bare")
    calendars.init_app(bare)

    def run(*words: str) -> Any:
        info = ScriptInfo(create_app=lambda: bare)
        return CliRunner().invoke(bare.cli, ["calendar", *words], obj=info)

    return run


@pytest.fixture
def read(run_calendar, tmp_path) -> Callable[..., Any]:
    """`read(content)` runs `calendar read` on text or bytes; the result has `rows` when it succeeded."""

    def run(content: str | bytes, *, since: str = "2027-01-01", until: str = "2028-01-01") -> Any:
        file = tmp_path / "input.ics"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = run_calendar("read", str(file), "--from", since, "--until", until, "--json")
        result.rows = json.loads(result.stdout) if result.exit_code == 0 else None
        return result

    return run

"""A forum whose coordinator has calendar files."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.database import db
from forums.scheduling.models import Forum
from tests.factories import CoordinatorFactory, ForumFactory


@pytest.fixture
def forum(app, clock) -> Forum:
    return ForumFactory(slug="forum-kantor", name="Forum Kantor", minutes=90)


@pytest.fixture
def coordinator(app, as_user, clock):
    return as_user(CoordinatorFactory())


@pytest.fixture
def run(app: Flask, tmp_path) -> Callable[..., Any]:
    """`run(content, "--dry-run")` runs `forums import` on a file; the result has `said` when it succeeded."""

    def on(content: bytes, *options: str, slug: str = "forum-kantor") -> Any:
        file = tmp_path / "kalender.ics"
        file.write_bytes(content)
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["forums", "import", str(file), "--forum", slug, "--json", *options])
        db.session.rollback()
        db.session.expire_all()
        result.said = json.loads(result.stdout) if result.exit_code == 0 else None
        return result

    return on


@pytest.fixture
def upload(coordinator, forum) -> Callable[..., Any]:
    """`upload(content)` sends a file through the form and returns the answer; with `follow` the preview."""

    def send(content: bytes, *, name: str = "kalender.ics", status: int | None = None, **answers: str) -> Any:
        form = {"past": "planned", "whole_days": "take", "day_starts": "08.00", "day_ends": "16.00", **answers}
        return coordinator.post(
            "forums.imports.add",
            {"file": (BytesIO(content), name), **form},
            slug=forum.slug,
            status=status,
            follow=status is None,
        )

    return send

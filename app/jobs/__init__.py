"""Scheduled jobs. Each is idempotent and finds its due work in the database, so no work is lost in an outage."""

from __future__ import annotations

from flask import Flask

from app.jobs import models as models
from app.jobs.commands import commands
from app.jobs.registry import Scheduled, every_job, job
from app.jobs.stopping import is_stopping

__all__ = ["Scheduled", "every_job", "init_app", "is_stopping", "job"]


def init_app(app: Flask) -> None:
    """Register the heartbeat table and the `flask scheduler` commands."""
    app.cli.add_command(commands)

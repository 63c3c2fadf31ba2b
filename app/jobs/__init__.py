"""Jobs: what must happen by itself. Each is idempotent and finds what is due in the database: no outage loses any."""

from __future__ import annotations

from flask import Flask

from app.jobs import models as models
from app.jobs.commands import commands
from app.jobs.registry import Scheduled, every_job, job
from app.jobs.stopping import is_stopping

__all__ = ["Scheduled", "every_job", "init_app", "is_stopping", "job"]


def init_app(app: Flask) -> None:
    """Make the heartbeat known and offer the command line."""
    app.cli.add_command(commands)

"""Jobs: what must happen by itself. Each is idempotent and finds what is due in the database: no outage loses any."""

from __future__ import annotations

from flask import Flask

from app.scheduler import models as models
from app.scheduler.registry import Scheduled, every_job, job

__all__ = ["Scheduled", "every_job", "init_app", "job"]


def init_app(app: Flask) -> None:
    """Make the heartbeat known and offer the command line."""

"""Forums: when parties meet, what they discuss, what they decide."""

from __future__ import annotations

from flask import Flask

from forums.agenda import models as agenda_models
from forums.attendance import models as attendance_models
from forums.decisions import models as decision_models
from forums.minutes import models as minutes_models
from forums.scheduling import models as scheduling_models

__all__ = [
    "agenda_models",
    "attendance_models",
    "decision_models",
    "init_app",
    "minutes_models",
    "scheduling_models",
]


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""Labels of agenda items."""

from __future__ import annotations

from flask import Flask

from forums.agenda.models import Purpose
from forums.scheduling.labels import AGENDA_PURPOSES

PURPOSES = {purpose: AGENDA_PURPOSES[purpose.value] for purpose in Purpose}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals["purpose_name"] = PURPOSES.__getitem__

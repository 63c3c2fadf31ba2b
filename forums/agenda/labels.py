"""Agendas in words."""

from __future__ import annotations

from flask import Flask

from forums.agenda.models import Purpose
from forums.scheduling.labels import AGENDA_PURPOSES

PURPOSES = {purpose: AGENDA_PURPOSES[purpose.value] for purpose in Purpose}


def init_app(app: Flask) -> None:
    """Offer the words to templates."""
    app.jinja_env.globals["purpose_name"] = PURPOSES.__getitem__

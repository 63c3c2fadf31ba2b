"""Circles and seats: who shares access to what."""

from __future__ import annotations

from flask import Flask

from app.circles import models as models


def init_app(app: Flask) -> None:
    """Make the tables known, and let administrators open what nobody can open any more."""
    from app.circles import record as record
    from app.circles.break_glass import views

    app.register_blueprint(views.bp)

"""Circles and seats: who shares access to what."""

from __future__ import annotations

from flask import Flask

from app.circles import models as models


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""Organisations: sector, kind, parent, and whom to reach there."""

from __future__ import annotations

from flask import Flask

from app.organisations import models as models


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""Uploads: sniffed, limited, stored once by content, downloaded by those who may."""

from __future__ import annotations

from flask import Flask

from app.files import models as models


def init_app(app: Flask) -> None:
    """Make the tables known."""

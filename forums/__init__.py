"""Forums: when parties meet, what they discuss, what they decide."""

from __future__ import annotations

from flask import Flask

from forums.scheduling import models as models


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""Forums: when parties meet, what they discuss, what they decide."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to register yet."""

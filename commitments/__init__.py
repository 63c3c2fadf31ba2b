"""Promises: who owes what to whom by when, and whether it was kept."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to register yet."""

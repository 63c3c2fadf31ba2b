"""The registry of agreements: parties, clauses, obligations, what expires."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to register yet."""

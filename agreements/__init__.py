"""The registry of agreements: parties, clauses, obligations, what expires."""

from __future__ import annotations

from flask import Flask

from agreements.clauses import models as clauses
from agreements.documents import models as documents

__all__ = ["clauses", "documents"]


def init_app(app: Flask) -> None:
    """Make the tables known."""

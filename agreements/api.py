"""API of agreements."""

from __future__ import annotations

from flask import Flask

from agreements.clauses import api as clauses
from agreements.compliance import api as compliance
from agreements.documents import api as documents
from agreements.parties import api as parties
from agreements.registry import api as registry


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    for slice_ in (registry, parties, clauses, compliance, documents):
        slice_.api.init_app(app)

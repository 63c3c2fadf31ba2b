"""API of agreements."""

from __future__ import annotations

from flask import Flask

from agreements.amendments import api as amendments
from agreements.clauses import api as clauses
from agreements.documents import api as documents
from agreements.parties import api as parties
from agreements.registry import api as registry
from agreements.renewals import api as renewals


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    for slice_ in (registry, parties, clauses, documents, amendments, renewals):
        slice_.api.init_app(app)

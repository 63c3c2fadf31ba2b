"""API of agreements."""

from __future__ import annotations

from flask import Flask

from agreements.amendments import api as amendments
from agreements.boilerplates import api as boilerplates
from agreements.clauses import api as clauses
from agreements.compliance import api as compliance
from agreements.documents import api as documents
from agreements.drafting import api as drafting
from agreements.imports import api as imports
from agreements.making import api as making
from agreements.particulars import api as particulars
from agreements.parties import api as parties
from agreements.registry import api as registry
from agreements.renewals import api as renewals
from agreements.signing import api as signing


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    first = (registry, parties, clauses, compliance, documents, amendments, renewals)
    for slice_ in (*first, making, signing, boilerplates, drafting, particulars, imports):
        slice_.api.init_app(app)

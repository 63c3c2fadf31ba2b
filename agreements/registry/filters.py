"""Parses the filters of the list of agreements from the query string."""

from __future__ import annotations

from collections.abc import Mapping

from agreements.registry.models import AgreementKind
from agreements.registry.queries import ORDERS, Filters
from agreements.registry.rules import Stage, Validity
from app.web.arguments import member_of, uuid_of

PARAMETERS = ("q", "mine", "all", "kind", "stage", "validity", "party", "sort")
"""The parameters of the list that a saved view keeps."""


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters of a query string; invalid values are ignored."""
    return Filters(
        text=query.get("q", "").strip()[:100],
        mine="mine" in query,
        everything="all" in query,
        kind=member_of(AgreementKind, query.get("kind")),
        stage=member_of(Stage, query.get("stage")),
        validity=member_of(Validity, query.get("validity")),
        party_id=uuid_of(query.get("party")),
        order=order if (order := query.get("sort", "end")) in ORDERS else "end",
    )

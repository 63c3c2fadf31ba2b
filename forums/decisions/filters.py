"""Parses the filters of the register from the URL."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.arguments import member_of, uuid_of
from forums.decisions.queries import Filters
from forums.scheduling.models import DecisionRule


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    year = query.get("year", "")
    return Filters(
        text=query.get("q", "").strip()[:100],
        forum_id=uuid_of(query.get("forum")),
        how=member_of(DecisionRule, query.get("how")),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        without_commitment="without-commitment" in query,
        without_quorum="without-quorum" in query,
    )

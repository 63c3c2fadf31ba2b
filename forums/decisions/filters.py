"""Parses the filters of the register from the URL."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.arguments import member_of, uuid_of
from forums.decisions.queries import LATEST, ORDERS, Filters
from forums.decisions.rules import FollowUp
from forums.scheduling.models import DecisionRule

_FLAGS = ("without-commitment", "without-quorum", "superseded")
PARAMETERS = ("q", "year", "how", "follow-up", "forum", "sort", *_FLAGS)
"""The parameters of the register's address that a saved view keeps."""


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    year = query.get("year", "")
    return Filters(
        text=query.get("q", "").strip()[:100],
        forum_id=uuid_of(query.get("forum")),
        how=member_of(DecisionRule, query.get("how")),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        follow_up=_follow_up(query),
        without_quorum="without-quorum" in query,
        superseded="superseded" in query,
        order=order if (order := query.get("sort", LATEST)).removeprefix("-") in ORDERS else LATEST,
    )


def _follow_up(query: Mapping[str, str]) -> FollowUp | None:
    """Return the follow-up chosen; links from before it could be chosen have "without-commitment"."""
    return FollowUp.NONE if "without-commitment" in query else member_of(FollowUp, query.get("follow-up"))

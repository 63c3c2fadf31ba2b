"""Filters of the lists of forums and sessions, from the query string."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from app.clock import zone
from app.database import alphabetical
from app.organisations.models import Sector
from app.web.arguments import day_of, member_of
from forums.scheduling.models import Forum, ForumKind, Mode, SessionState

ORDERS: dict[str, Callable[[Any], tuple[ColumnElement[Any], ...]]] = {
    "next": lambda starts_at: (starts_at.asc().nulls_last(),),
    "-next": lambda starts_at: (starts_at.desc().nulls_last(),),
    "name": lambda _starts_at: (alphabetical(Forum.name).asc(),),
    "-name": lambda _starts_at: (alphabetical(Forum.name).desc(),),
}
"""The orders of the list of forums, given the start of each forum's next session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFilters:
    """The filters of the list of forums, from the URL."""

    text: str = ""
    archived: bool | None = False
    """None: active and archived forums."""
    mine: bool = False
    late: bool = False
    kind: ForumKind | None = None
    sector: Sector | None = None
    order: str = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilters:
    """The filters of the list of sessions."""

    forum: str = ""
    mine: bool = False
    kind: ForumKind | None = None
    sector: Sector | None = None
    """Of forums with a seat of an organisation of this sector."""
    mode: Mode | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Instants: sessions begin at `since` or later, and before `until`."""
    state: str = "upcoming"


SESSION_PARAMETERS = ("forum", "mine", "kind", "sector", "mode", "month", "day", "state")
"""The parameters of the list of sessions that a saved view keeps."""
FORUM_PARAMETERS = ("q", "state", "mine", "late", "kind", "sector", "sort")
"""The parameters of the list of forums that a saved view keeps."""
STATES = (*(one.value for one in SessionState), "upcoming", "past", "proposed", "all")
"""Values of the state filter: a stored state, or one derived from the time."""


def forum_filters(query: Mapping[str, str]) -> ForumFilters:
    """Return the filters in a query string; invalid values are ignored."""
    return ForumFilters(
        text=query.get("q", "").strip()[:100],
        archived=query.get("state") == "archived",
        mine="mine" in query,
        late="late" in query,
        kind=member_of(ForumKind, query.get("kind")),
        sector=member_of(Sector, query.get("sector")),
        order=order if (order := query.get("sort", "next")) in ORDERS else "next",
    )


def session_filters(query: Mapping[str, str]) -> SessionFilters:
    """Return the filters in a query string; with a month or day, the default is all its sessions."""
    since, until = _day(query.get("day", "")) or _month(query.get("month", ""))
    usual = "all" if since else "upcoming"
    return replace(calendar_filters(query, usual_state=usual), since=since, until=until)


def calendar_filters(query: Mapping[str, str], *, usual_state: str = "all") -> SessionFilters:
    """Return the filters in a query string except dates, shared by lists, calendars and feeds."""
    state = query.get("state", "")
    return SessionFilters(
        forum=query.get("forum", "")[:80],
        mine=query.get("mine", "0") != "0",
        kind=member_of(ForumKind, query.get("kind")),
        sector=member_of(Sector, query.get("sector")),
        mode=member_of(Mode, query.get("mode")),
        state=state if state in STATES else usual_state,
    )


def _day(written: str) -> tuple[datetime, datetime] | None:
    """Return the first instant of a day ("2026-11-26") and of the next one, in the instance's time zone."""
    day = day_of(written)
    if day is None:
        return None
    here = zone()
    first = datetime(day.year, day.month, day.day, tzinfo=here)
    return first, first + timedelta(days=1)


def _month(written: str) -> tuple[datetime, datetime] | tuple[None, None]:
    """Return the first instant of a month ("2026-11") and of the next one, in the instance's time zone."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", written)
    if not found or not 1970 <= int(found[1]) <= 2199:
        return None, None
    year, month = int(found[1]), int(found[2])
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    here = zone()
    return datetime(year, month, 1, tzinfo=here), datetime(*following, 1, tzinfo=here)

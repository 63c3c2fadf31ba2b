"""The list behind an indicator: a page of its rows, with its value as the rows give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, func, null, select

from app.database import db
from app.files.tables import MOST
from app.web.pagination import Paged, in_pages, page_of, paged
from insights.dashboard import judged
from insights.dashboard.rows import LISTED, Key, Kind, Row
from insights.dashboard.scope import Scope
from insights.indicators.rules import Share, Window

JUDGED: Mapping[Key, tuple[Callable[[Scope, Window], list[Row]], Kind]] = {
    Key.NOTICE: (judged.noticed, Kind.AGREEMENT),
    Key.ROLES: (judged.roles, Kind.MATRIX),
}
ADDRESSES = {
    Kind.COMMITMENT: ("commitments.registry.show", "commitment_id"),
    Kind.DECISION: ("forums.decisions.show", "decision_id"),
    Kind.SESSION: ("forums.sessions.show", "session_id"),
    Kind.AGREEMENT: ("agreements.registry.show", "agreement_id"),
    Kind.SERVICE: ("alignment.services.show", "service_id"),
    Kind.BARRIER: ("alignment.barriers.show", "barrier_id"),
    Kind.MATRIX: ("alignment.roles.show", "role_matrix_id"),
}
"""The page that a row leads to: its endpoint, and the parameter that takes the id."""
MEAN = frozenset({Key.MINUTES, Key.VERIFICATION})
"""The indicators that are a mean of days."""


class Shown(NamedTuple):
    """The requested page of the rows of an indicator, the share that all of its rows make, and their mean days."""

    page: Paged[Row]
    share: Share
    days: float | None


def page_of_rows(key: Key, scope: Scope) -> Shown:
    """Return the requested page of the rows of an indicator, and its value."""
    if key in JUDGED:
        found = _judged(key, scope)
        return Shown(page_of(found), judged.share(found), None)
    query = _ordered(key, scope)
    return Shown(paged(Row._make, in_pages(query, *query.selected_columns)), *_value(key, scope))


def all_rows(key: Key, scope: Scope) -> Sequence[Row]:
    """Return the rows of an indicator, at most `MOST`."""
    if key in JUDGED:
        return _judged(key, scope)
    return [Row._make(row) for row in db.session.execute(_ordered(key, scope).limit(MOST))]


def _value(key: Key, scope: Scope) -> tuple[Share, float | None]:
    rows = LISTED[key].select(scope, scope.window).subquery()
    days = func.avg(rows.c.days) if key in MEAN else null()
    part, whole, mean = db.session.execute(select(func.sum(rows.c.part), func.sum(rows.c.whole), days)).one()
    return Share(int(part or 0), int(whole or 0)), None if mean is None else float(mean)


def href(key: Key, row: Row) -> str:
    """Return the address of the page of a row."""
    endpoint, parameter = ADDRESSES[JUDGED[key][1] if key in JUDGED else LISTED[key].kind]
    values: dict[str, UUID] = {parameter: row.id}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def _ordered(key: Key, scope: Scope) -> Select[Any]:
    """Select the rows of an indicator; those that need attention first for what is late, else the latest."""
    rows = LISTED[key].select(scope, scope.window).subquery()
    columns = [rows.c[name] for name in Row._fields]
    order = (rows.c.part.desc(), rows.c.at) if key is Key.LATE else (rows.c.at.desc(),)
    return select(*columns).order_by(*order, rows.c.title, rows.c.id)


def _judged(key: Key, scope: Scope) -> list[Row]:
    return JUDGED[key][0](scope, scope.window)

"""The list behind an indicator: a page of its rows, and its value as the rows give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, func, null, select

from app.database import db
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
MOST_EXPORTED = 10_000


def page_of_rows(key: Key, scope: Scope) -> Paged[Row]:
    """Return the requested page of the rows of an indicator."""
    if key in JUDGED:
        return page_of(_judged(key, scope))
    query = _ordered(key, scope)
    return paged(Row._make, in_pages(query, *query.selected_columns))


def all_rows(key: Key, scope: Scope) -> Sequence[Row]:
    """Return the rows of an indicator, at most `MOST_EXPORTED`."""
    if key in JUDGED:
        return _judged(key, scope)
    return [Row._make(row) for row in db.session.execute(_ordered(key, scope).limit(MOST_EXPORTED))]


def value_of(key: Key, scope: Scope) -> tuple[Share, float | None]:
    """Return the share that the rows of an indicator make, and their mean days."""
    if key in JUDGED:
        found = _judged(key, scope)
        return Share(sum(row.part for row in found), sum(row.whole for row in found)), None
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

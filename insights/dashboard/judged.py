"""Indicators that rules evaluate row by row: agreements decided in time, and roles that parties see differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from agreements.history.queries import BOUND, agreements_at
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from alignment.roles.models import RoleActivity, RoleMatrix, RoleView
from alignment.roles.rules import Role, Roles, are_shown, clash
from app.circles.models import Circle, Seat
from app.circles.queries import is_taken, knows_of
from app.clock import local_date
from app.database import db
from insights.dashboard.rows import Row
from insights.dashboard.scope import Scope
from insights.indicators.rules import Share, Window


def noticed(scope: Scope, window: Window) -> list[Row]:
    """Return the signed agreements whose notice date lay in a window; `part`: decided until then.

    Decided: its renewal was drafted, or it was terminated. The notice date is that of the end as it stood.
    """
    later = aliased(Agreement)
    renewed = select(func.min(later.created_at)).where(later.renews_id == Agreement.id).scalar_subquery()
    query: Select[*tuple[Any, ...]] = select(Agreement, renewed).where(
        Agreement.stage.in_(BOUND), Agreement.expires_on.is_not(None)
    )
    query = query.where(Agreement.created_at <= scope.now, *scope.agreements())
    facts = _facts_then(scope)
    rows = []
    for agreement, renewed_at in db.session.execute(query.order_by(Agreement.expires_on, Agreement.id)).unique():
        term = facts[agreement.id].term if agreement.id in facts else agreement.term
        notice = term.notice_on
        if term.stage not in BOUND or notice is None or notice not in window or notice > scope.today:
            continue
        ended = agreement.stage_since if agreement.stage is Stage.TERMINATED else None
        acts = [day for day in (local_date(renewed_at) if renewed_at else None, ended) if day]
        part = int(any(day <= notice for day in acts))
        rows.append(Row(agreement.id, "", agreement.title, "", notice, part, 1, None))
    return rows


def share(rows: Sequence[Row]) -> Share:
    """Return the share that rows make."""
    return Share(sum(one.part for one in rows), sum(one.whole for one in rows))


def _facts_then(scope: Scope) -> Mapping[UUID, Any]:
    """Return the agreements as they were at the moment of a scope; empty if that is the present."""
    if not scope.is_past:
        return {}
    found = agreements_at(scope.now, select(Circle.id))
    return {one.agreement.id: one for one in found if one.is_known}


def roles(scope: Scope, _window: Window) -> list[Row]:
    """Return the activities of role matrices whose views are shown; `part`: parties name different organisations."""
    found = []
    for matrix in _matrices(scope):
        seated = list(dict.fromkeys(row.seat_of for row in matrix))
        beliefs: dict[UUID, dict[UUID, Roles]] = defaultdict(dict)
        for row in matrix:
            if row.roles is not None:
                beliefs[row.id][row.seat_of] = {UUID(key): Role(role) for key, role in row.roles.items()}
        filled = {party for views in beliefs.values() for party in views}
        if are_shown(filled, seated, matrix[0].fill_until, scope.today):
            texts = {row.id: row.text for row in matrix}
            for key, text in texts.items():
                part = int(clash(beliefs[key], seated) is not None)
                found.append(Row(matrix[0].matrix_id, "", text, matrix[0].name, matrix[0].created_at, part, 1, None))
    return found


def _matrices(scope: Scope) -> Iterator[list[Any]]:
    """Yield, for each matrix, a row of each activity and voting seat, with the view of its organisation or None.

    Views count as `RoleActivity.counts` says.
    """
    said = and_(
        RoleView.activity_id == RoleActivity.id,
        RoleView.organisation_id == Seat.organisation_id,
        or_(RoleActivity.settled_at.is_(None), RoleView.at > RoleActivity.settled_at),
    )
    query = select(
        RoleMatrix.id.label("matrix_id"),
        RoleMatrix.fill_until,
        RoleMatrix.created_at,
        Circle.name,
        RoleActivity.id,
        RoleActivity.text,
        Seat.organisation_id.label("seat_of"),
        RoleView.roles,
    )
    query = query.join(Circle, Circle.id == RoleMatrix.circle_id).join(
        RoleActivity, RoleActivity.matrix_id == RoleMatrix.id
    )
    query = query.join(Seat, Seat.circle_id == RoleMatrix.circle_id).outerjoin(RoleView, said)
    query = query.where(knows_of(RoleMatrix.circle_id, scope.person, scope.reads_on))
    query = query.where(is_taken(scope.today), Seat.observer.is_(False))
    if scope.circle_id:
        query = query.where(RoleMatrix.circle_id == scope.circle_id)
    if scope.organisation:
        own = select(Seat.circle_id).where(Seat.organisation_id == scope.organisation.id, is_taken(scope.today))
        query = query.where(RoleMatrix.circle_id.in_(own))
    groups: dict[UUID, list[Any]] = {}
    order = (Circle.name, RoleMatrix.id, RoleActivity.position, RoleActivity.id, Seat.position, Seat.id)
    for row in db.session.execute(query.order_by(*order)):
        groups.setdefault(row.matrix_id, []).append(row)
    yield from groups.values()

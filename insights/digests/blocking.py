"""Queries of what blocks commitments at the moment of a digest: blockers, barriers before leadership, last reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier, BarrierEffect
from app.database import db
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility

REPORTS = (Act.PROGRESS, Act.SUBMITTED)
"""Acts by which the responsible party reports on a commitment."""


class Report(NamedTuple):
    """A report of the responsible party."""

    text: str
    at: datetime


def barriers(commitment_ids: Iterable[UUID], moment: datetime) -> dict[UUID, Blocker]:
    """Return the barrier that was open at `moment`, by commitment id."""
    query = select(Blocker).where(Blocker.commitment_id.in_(list(commitment_ids)), _is_open(moment))
    return {blocker.commitment_id: blocker for blocker in db.session.scalars(query.order_by(Blocker.raised_at))}


def newly_blocked(commitment_ids: Iterable[UUID], since: datetime, moment: datetime) -> set[UUID]:
    """Return the commitments with a barrier open at `moment` that had none open at `since`."""
    query = select(Blocker.commitment_id).where(Blocker.commitment_id.in_(list(commitment_ids)))
    return set(db.session.scalars(query.where(_is_open(moment)).except_(query.where(_is_open(since)))))


def _is_open(moment: datetime) -> ColumnElement[bool]:
    return and_(Blocker.raised_at <= moment, or_(Blocker.removed_at.is_(None), Blocker.removed_at > moment))


def before_leadership(circles: Select[UUID], moment: datetime, on: date, *, city: bool) -> Sequence[Barrier]:
    """Return the barriers that stood before leadership at `moment`, a time of the day `on`, the oldest first.

    They belong to one of `circles`; `city`: or to none.
    """
    query = select(Barrier).where(_stood(circles, on, city=city), Barrier.escalated_at <= moment)
    query = query.options(joinedload(Barrier.owner))
    return db.session.scalars(query.order_by(Barrier.since, Barrier.id)).all()


def open_barriers(circles: Select[UUID], moment: datetime, on: date, *, city: bool) -> int:
    """Return how many barriers were open at `moment`, before leadership or not, of those of `before_leadership`."""
    query = select(func.count()).select_from(Barrier)
    return db.session.scalar(query.where(_stood(circles, on, city=city), Barrier.raised_at <= moment)) or 0


def _stood(circles: Select[UUID], on: date, *, city: bool) -> ColumnElement[bool]:
    own = Barrier.circle_id.in_(circles)
    covered = or_(own, Barrier.circle_id.is_(None)) if city else own
    return and_(covered, or_(Barrier.resolved_on.is_(None), Barrier.resolved_on > on))


def hindered(barrier_ids: Collection[UUID], circles: Select[UUID], *, for_members: bool) -> dict[UUID, dict[str, int]]:
    """Return how many services, and commitments and agreements of `circles`, barriers hinder, by barrier and kind.

    Readers who are members alone may not know of commitments between their parties.
    """
    commitments = select(Commitment.id).where(Commitment.circle_id.in_(circles))
    if for_members:
        commitments = commitments.where(Commitment.visibility != Visibility.PARTIES)
    kinds = {
        "services": BarrierEffect.service_id.is_not(None),
        "commitments": BarrierEffect.commitment_id.in_(commitments),
        "agreements": BarrierEffect.agreement_id.in_(select(Agreement.id).where(Agreement.circle_id.in_(circles))),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in kinds.items()]
    query = select(BarrierEffect.barrier_id, *counts).where(BarrierEffect.barrier_id.in_(barrier_ids))
    rows = db.session.execute(query.group_by(BarrierEffect.barrier_id)) if barrier_ids else ()
    return {row.barrier_id: {name: getattr(row, name) for name in kinds} for row in rows}


def last_reports(commitment_ids: Iterable[UUID], moment: datetime) -> dict[UUID, Report]:
    """Return the last report of the responsible party up to `moment`, by commitment id; comments do not count."""
    query = (
        select(Update.commitment_id, Update.text, Update.at)
        .where(Update.commitment_id.in_(list(commitment_ids)), Update.act.in_(REPORTS), Update.text != "")
        .where(Update.at <= moment)
        .order_by(Update.at, Update.id)
    )
    return {row.commitment_id: Report(row.text, row.at) for row in db.session.execute(query)}

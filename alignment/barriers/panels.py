"""Panels of barriers on the pages of commitments, forums and agreements: one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, func, select

from agreements.registry.models import Agreement
from alignment.barriers import policies, queries
from alignment.barriers.models import Barrier, BarrierEffect, barrier_blockers
from alignment.barriers.rules import age, tone
from app.clock import today
from app.database import db
from commitments.blockers.models import Blocker
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from forums.directives.models import Directive
from forums.scheduling.models import Forum


class Shown(NamedTuple):
    """An open barrier of a commitment, with its age in days."""

    id: UUID
    title: str
    days: int
    tone: str


def of_commitment(commitment: Commitment) -> Markup | None:
    """Return the open barriers of a commitment; if it is blocked without one, how to record it."""
    if not commitment.facts.is_owed:
        return None
    rows = _barriers_of(commitment.id)
    unexplained = commitment.delivery is Delivery.BLOCKED and rows[0].blocker_id is not None
    raises = unexplained and policies.raise_barrier(current_user, commitment)
    day = today()
    shown = [Shown(row.id, row.title, days := age(row.since, None, day), tone(days).value) for row in rows if row.id]
    if not shown and not raises:
        return None
    draw = get_template_attribute("alignment/barriers/panels.html", "commitment_panel")
    return draw(shown, commitment.id if raises else None)


def _barriers_of(commitment_id: UUID) -> Sequence[Any]:
    """Return the open barriers that the user may read, and in each row the blocker that none explains, if any.

    There is one row at least.
    """
    explained = select(barrier_blockers.c.blocker_id)
    blocker = select(Blocker.id).where(Blocker.commitment_id == commitment_id, Blocker.removed_at.is_(None))
    blocker = blocker.where(Blocker.id.not_in(explained)).limit(1)
    one = select(blocker.scalar_subquery().label("blocker_id")).subquery()
    hindering = select(BarrierEffect.barrier_id).where(BarrierEffect.commitment_id == commitment_id)
    shown = and_(Barrier.id.in_(hindering), queries.is_open(), queries.readable(current_user, today()))
    query = select(one.c.blocker_id, Barrier.id, Barrier.title, Barrier.since).select_from(one)
    return db.session.execute(query.outerjoin(Barrier, shown).order_by(Barrier.since, Barrier.id)).all()


def of_forum(forum: Forum) -> Markup | None:
    """Return how many barriers of a forum, or of its commitments, are open, and how old the oldest is."""
    if not current_user.is_authenticated:
        return None
    own = queries.about_circles([forum.circle_id], current_user, today())
    return _counted(own, url_for("alignment.barriers.index", forum=forum.slug))


def of_agreement(agreement: Agreement) -> Markup | None:
    """Return how many barriers hinder an agreement or belong to it, and how old the oldest is."""
    if not current_user.is_authenticated:
        return None
    own = queries.about_circles([agreement.circle_id], current_user, today())
    return _counted(own, url_for("alignment.barriers.index", agreement=agreement.id))


def _counted(condition: ColumnElement[bool], href: str) -> Markup | None:
    day = today()
    query = select(func.count(), func.min(Barrier.since))
    query = query.where(condition, queries.is_open(), queries.readable(current_user, day))
    number, since = db.session.execute(query).one()
    if not number:
        return None
    days = age(since, None, day)
    draw = get_template_attribute("alignment/barriers/panels.html", "counted_panel")
    return draw(number, days, tone(days).value, href)


def of_directive(directive: Directive) -> Markup | None:
    """Return the barriers about which leadership gave a directive."""
    day = today()
    query = select(Barrier.id, Barrier.title, Barrier.since, Barrier.resolved_on)
    query = query.where(Barrier.directive_id == directive.id, queries.readable(current_user, day))
    shown = [
        Shown(row.id, row.title, days := age(row.since, row.resolved_on, day), tone(days).value)
        for row in db.session.execute(query.order_by(Barrier.since))
    ]
    draw = get_template_attribute("alignment/barriers/panels.html", "commitment_panel")
    return draw(shown, None) if shown else None

"""The open barriers and the blocked services of each forum and agreement, in one statement each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.home.rules import Summary
from alignment.services.models import Service, service_circles
from app.accounts.models import Person
from app.circles.queries import knows_of
from app.database import db


def barriers(circle_ids: Collection[UUID], reader: Person, today: date) -> dict[UUID, Summary]:
    """Return how many barriers of a forum or agreement, or that hinder the agreement, are open, and the oldest."""
    own: Select[*tuple[Any, ...]] = select(Barrier.circle_id.label("circle_id"), Barrier.id, Barrier.since)
    own = own.where(Barrier.circle_id.in_(circle_ids), _is_open(reader, today))
    hindering: Select[*tuple[Any, ...]] = select(Agreement.circle_id, Barrier.id, Barrier.since)
    hindering = hindering.join(BarrierEffect, BarrierEffect.agreement_id == Agreement.id).join(BarrierEffect.barrier)
    hindering = hindering.where(
        Agreement.circle_id.in_(circle_ids), knows_of(Agreement.circle_id, reader, today), _is_open(reader, today)
    )
    found = union(own, hindering).subquery()
    query = select(found.c.circle_id, func.count(), func.min(found.c.since)).group_by(found.c.circle_id)
    return {
        circle_id: Summary(str(number), note=_oldest((today - since).days))
        for circle_id, number, since in db.session.execute(query)
    }


def services(circle_ids: Collection[UUID], reader: Person, today: date) -> dict[UUID, Summary]:
    """Return how many services of each forum and agreement an open barrier hinders."""
    circle_id = service_circles.c.circle_id
    query = select(circle_id, func.count(Service.id.distinct()))
    query = query.join(Service, Service.id == service_circles.c.service_id)
    query = query.join(BarrierEffect, BarrierEffect.service_id == Service.id).join(BarrierEffect.barrier)
    query = query.where(circle_id.in_(circle_ids), Service.archived_at.is_(None), _is_open(reader, today))
    query = query.where(knows_of(circle_id, reader, today))
    return {one: Summary(str(number)) for one, number in db.session.execute(query.group_by(circle_id))}


def _is_open(reader: Person, today: date) -> ColumnElement[bool]:
    known = or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, reader, today))
    return and_(Barrier.resolved_on.is_(None), known)


def _oldest(days: int) -> str:
    return ngettext("the oldest %(num)d day", "the oldest %(num)d days", days)

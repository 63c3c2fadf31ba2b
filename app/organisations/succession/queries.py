"""Queries for predecessors, successors and former names of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.models import FormerName, OrganisationSuccession


def successions(organisation_id: UUID) -> Sequence[OrganisationSuccession]:
    """Return who took over from an organisation, and from whom it took over, newest first."""
    query = select(OrganisationSuccession).where(
        or_(
            OrganisationSuccession.predecessor_id == organisation_id,
            OrganisationSuccession.successor_id == organisation_id,
        )
    )
    both = joinedload(OrganisationSuccession.predecessor), joinedload(OrganisationSuccession.successor)
    return db.session.scalars(query.options(*both).order_by(OrganisationSuccession.done_at.desc())).all()


def former_names(organisation_id: UUID) -> Sequence[FormerName]:
    """Return the former names of an organisation, newest first."""
    query = select(FormerName).where(FormerName.organisation_id == organisation_id)
    return db.session.scalars(query.order_by(FormerName.until.desc(), FormerName.changed_at.desc())).all()


def names_on(day: date) -> dict[UUID, str]:
    """Return the names, by organisation, of those that were called otherwise on `day` than now."""
    query = select(FormerName).where(FormerName.until > day)
    later = db.session.scalars(query.order_by(FormerName.until.desc(), FormerName.changed_at.desc()))
    return {one.organisation_id: one.name for one in later}


def in_use(organisation_ids: Sequence[UUID]) -> list[Organisation]:
    """Return the active organisations with these ids, in this order."""
    query = select(Organisation).where(Organisation.id.in_(organisation_ids), Organisation.archived_at.is_(None))
    found = {one.id: one for one in db.session.scalars(query)}
    return [found[one] for one in dict.fromkeys(organisation_ids) if one in found]

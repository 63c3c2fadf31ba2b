"""Queries of watches, and of people who can be mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Classification, NamedPerson, Steward
from app.database import alphabetical, db
from commitments.delivery.models import Update
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from commitments.watching.models import Watch

MOST = 500
"""Maximum number of people offered."""
TOLD = 20
"""Maximum number of acts in one mail."""


def watch_of(person_id: UUID, commitment_id: UUID) -> Watch | None:
    """Return the watch of a person, or None."""
    query = select(Watch).where(Watch.person_id == person_id, Watch.commitment_id == commitment_id)
    return db.session.scalars(query).one_or_none()


def with_news(after: UUID | None, *, limit: int) -> Sequence[Watch]:
    """Return watches about whose commitment something happened that was not told, by id, after `after`."""
    new = select(Update.id).where(Update.commitment_id == Watch.commitment_id, Update.at > Watch.told_until)
    query = select(Watch).where(new.exists()).options(joinedload(Watch.person)).order_by(Watch.id).limit(limit)
    return db.session.scalars(query.where(Watch.id > after) if after else query).all()


def news(watch: Watch) -> Sequence[Update]:
    """Return the acts that were not told yet, the oldest first; the latest `TOLD` of them."""
    query = select(Update).where(Update.commitment_id == watch.commitment_id, Update.at > watch.told_until)
    return db.session.scalars(query.order_by(Update.at.desc(), Update.id).limit(TOLD)).all()[::-1]


def people_to_mention(commitment: Commitment) -> Sequence[Person]:
    """Return people concerned by a commitment who may read it, by name: of its parties, stewards and coordinators."""
    return db.session.scalars(_people_to_mention(commitment)).all()


def _people_to_mention(commitment: Commitment) -> Select[Person]:
    parties = {commitment.responsible_id, commitment.verifier_id, *(one.id for one in commitment.contributors)}
    concerned: list[Any] = [Person.organisation_id.in_(parties)]
    is_secret = commitment.circle.classification is Classification.SECRET
    if commitment.visibility is not Visibility.PARTIES:
        stewards = select(Steward.person_id).where(Steward.circle_id == commitment.circle_id)
        concerned.append(Person.id.in_(stewards))
    if not is_secret:
        concerned.append(Person.is_coordinator.is_(True))
    query = select(Person).where(Person.suspended_at.is_(None), or_(*concerned))
    if is_secret:
        named = select(NamedPerson.person_id).where(NamedPerson.circle_id == commitment.circle_id)
        query = query.where(Person.id.in_(named))
    return query.order_by(alphabetical(Person.name), Person.id).limit(MOST)

"""Queries of the contact of a commitment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.circles.models import Classification
from app.database import alphabetical, db
from commitments.registry import queries
from commitments.registry.models import Commitment

MOST = 200
"""Maximum number of people to choose from."""


def candidates(commitment: Commitment) -> Sequence[Person]:
    """Return the people of the responsible organisation who can be its contact, by name.

    The contact of a secret commitment may read it, so it is chosen among those who are named in its circle.
    """
    if commitment.circle.classification is Classification.SECRET:
        return queries.people_named(commitment.circle_id, commitment.responsible_id)
    return db.session.scalars(_members(commitment)).all()


def _members(commitment: Commitment) -> Select[Person]:
    query = select(Person).where(Person.organisation_id == commitment.responsible_id, Person.suspended_at.is_(None))
    return query.order_by(alphabetical(Person.name), Person.id).limit(MOST)

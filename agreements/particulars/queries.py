"""Queries of value, risks and contact book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from agreements.particulars.models import Correspondent, Funding, Risk, RiskChange
from agreements.particulars.rules import RiskState, weight
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import sees_side
from agreements.registry.queries import with_agreement
from app.accounts.models import Person
from app.database import db

MOST = 200
"""Maximum number of risks and of contacts on a page."""


class ContactRow(NamedTuple):
    """A person in the contact book; telephone and address are empty unless the reader may see them."""

    id: UUID
    party: Party
    name: str
    position: str
    role: str
    since: date
    until: date | None
    seen: bool
    phone: str = ""
    email: str = ""


def funding_of(agreement_id: UUID) -> Funding | None:
    """Return value and funds of an agreement, or None if nothing was entered."""
    return db.session.scalar(select(Funding).where(Funding.agreement_id == agreement_id))


def risks_of(agreement_id: UUID) -> list[Risk]:
    """Return the risks of an agreement with their history: those that are not closed first, the heaviest first."""
    query = select(Risk).where(Risk.agreement_id == agreement_id).order_by(Risk.text, Risk.id).limit(MOST)
    query = query.options(selectinload(Risk.changes).joinedload(RiskChange.by), joinedload(Risk.owner))
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda one: (one.state is RiskState.CLOSED, -weight(one.likelihood, one.impact)))


def risk_for_change(risk_id: UUID) -> Risk | None:
    """Return a risk with its agreement and parties, or None."""
    risk = db.session.get(Risk, risk_id)
    return with_agreement(risk, risk.agreement_id) if risk else None


def correspondent_for_change(correspondent_id: UUID) -> Correspondent | None:
    """Return an entry of a contact book with its party and agreement, or None."""
    found = db.session.get(
        Correspondent, correspondent_id, options=[joinedload(Correspondent.party), joinedload(Correspondent.person)]
    )
    return found if found and with_agreement(found.party, found.party.agreement_id) else None


def contacts_of(agreement: Agreement, person: Person) -> list[ContactRow]:
    """Return the contact book in the order of the parties; who is still there first."""
    parties = {party.id: party for party in agreement.parties}
    query = select(Correspondent).where(Correspondent.party_id.in_(parties)).options(joinedload(Correspondent.person))
    rows = []
    for one in db.session.scalars(query.order_by(Correspondent.since, Correspondent.id).limit(MOST)):
        party = parties[one.party_id]
        seen = sees_numbers(person, agreement, party)
        named = (one.person.name, one.person.position or "", one.role, one.since, one.until)
        row = ContactRow(one.id, party, *named, seen)
        rows.append(row._replace(phone=one.person.phone or "", email=one.person.email or "") if seen else row)
    return sorted(rows, key=lambda row: (row.party.position, row.until is not None))


def sees_numbers(person: Person, agreement: Agreement, party: Party) -> bool:
    """Return whether a person may see telephone and address of a party's contacts: that party, and coordinators."""
    if party.seat.organisation_id == person.organisation_id:
        return True
    return person.is_coordinator and sees_side(person, agreement, party)


def people_of(party: Party) -> Sequence[Person]:
    """Return the people of a party's organisation, by name."""
    query = select(Person).where(Person.organisation_id == party.seat.organisation_id, Person.suspended_at.is_(None))
    return db.session.scalars(query.order_by(Person.name, Person.id).limit(MOST)).all()

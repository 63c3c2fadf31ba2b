"""Queries of parties."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, or_, select

from agreements.clauses.models import Obligation, Right
from agreements.documents.models import Document
from agreements.particulars.models import Correspondent, Risk
from agreements.registry.models import Party
from agreements.registry.queries import with_agreement
from agreements.signing.models import Signing
from app.database import db


def for_change(party_id: UUID) -> Party | None:
    """Return a party with its agreement and all parties of it, or None."""
    party = db.session.get(Party, party_id)
    return with_agreement(party, party.agreement_id) if party else None


def drop_signing(party_id: UUID) -> None:
    """Delete the line of a party that leaves from the signing log."""
    db.session.execute(delete(Signing).where(Signing.party_id == party_id))


def is_named(party_id: UUID) -> bool:
    """Return whether an obligation, a right, a document, a risk or a contact refers to the party."""
    owed = select(Obligation.id).where(or_(Obligation.debtor_id == party_id, Obligation.verifier_id == party_id))
    held = select(Right.id).where(Right.holder_id == party_id)
    filed = select(Document.id).where(Document.party_id == party_id)
    watched = select(Risk.id).where(Risk.owner_id == party_id)
    entered = select(Correspondent.id).where(Correspondent.party_id == party_id)
    found = (owed, held, filed, watched, entered)
    return any(db.session.scalar(query.limit(1)) is not None for query in found)

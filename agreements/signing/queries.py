"""Queries of the signing log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from agreements.documents.models import Document, DocumentKind
from agreements.documents.queries import sides_read_by
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import sees_side
from agreements.signing.models import Signing
from agreements.signing.rules import Lapse, Line, Method, lapse
from app.accounts.models import Person
from app.clock import today
from app.database import db


class LogRow(NamedTuple):
    """A party in the signing log; signatory and authority are empty unless the reader sees its side.

    `document_id` is None if the reader may not download that party's own files.
    """

    party: Party
    line: Line
    method: Method | None = None
    seen: bool = False
    signatory: str = ""
    authority_number: str = ""
    authority_on: date | None = None
    document_id: UUID | None = None
    lapse: Lapse | None = None


def of_party(party_id: UUID) -> Signing | None:
    """Return the line of a party, or None if it has none yet."""
    return db.session.scalar(select(Signing).where(Signing.party_id == party_id))


def signings_of(agreement: Agreement) -> dict[UUID, Signing]:
    """Return the lines of an agreement by the id of their party."""
    ids = [party.id for party in agreement.parties]
    return {one.party_id: one for one in db.session.scalars(select(Signing).where(Signing.party_id.in_(ids)))}


def log_of(agreement: Agreement, person: Person) -> list[LogRow]:
    """Return the signing log in the order of the parties, in one statement."""
    found, day, log = signings_of(agreement), today(), []
    opened = sides_read_by(agreement, person)
    for party in agreement.in_order:
        signing, seen = found.get(party.id), sees_side(person, agreement, party)
        line = signing.line if signing else Line(None, None, None, None)
        row = LogRow(party, line, signing.method if signing else None, seen)
        if seen:
            signatory = ", ".join(filter(None, (party.signatory_name, party.signatory_position)))
            row = row._replace(signatory=signatory, authority_number=party.authority, lapse=lapse(line, day))
        if seen and signing:
            row = row._replace(
                authority_number=signing.authority_number or party.authority,
                authority_on=signing.authority_on,
                document_id=signing.authority_document_id if party.id in opened else None,
            )
        log.append(row)
    return log


def unsigned(agreement: Agreement) -> list[Party]:
    """Return the parties whose signature is not in the log, in the order of the text."""
    found = signings_of(agreement)
    return [party for party in agreement.in_order if not (found.get(party.id) and found[party.id].signed_on)]


def authorities(party: Party) -> Sequence[Document]:
    """Return the powers of attorney among the files of the agreement that belong to a party, newest first."""
    query = select(Document).where(Document.agreement_id == party.agreement_id, Document.party_id == party.id)
    query = query.where(Document.kind == DocumentKind.POWER_OF_ATTORNEY)
    return db.session.scalars(query.order_by(Document.number.desc(), Document.id)).all()

"""The draft of an agreement as PDF and .docx."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from agreements.clauses.queries import rights_in, whole_clauses
from agreements.labels import KINDS, party_name
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import read_agreement, sees_side
from agreements.registry.queries import for_detail
from app.accounts.models import Person
from app.pdf.document import PdfDocument, file_name, produce, produce_word

TEMPLATE = "agreements/drafting/draft.html"
TO_FILL_IN = "…………………"


class Signer(NamedTuple):
    """A party as its draft names it; dots stand for what is not known or not for the reader."""

    title: str
    organisation: str
    name: str
    position: str
    authority: str
    number: str


class DraftClause(NamedTuple):
    """A clause of a draft; `points` are its obligations and rights as sentences."""

    number: str
    heading: str
    text: str
    points: Sequence[str]


def pdf(agreement: Agreement, person: Person, now: datetime) -> bytes:
    """Return the draft as PDF. Credentials, and a parent agreement, that `person` may not see are left out."""
    frame, context = _composed(agreement, person, now)
    return produce(frame, TEMPLATE, **context)


def word(agreement: Agreement, person: Person, now: datetime) -> bytes:
    """Return the draft as .docx, with the content of the PDF."""
    frame, context = _composed(agreement, person, now)
    return produce_word(frame, TEMPLATE, **context)


def name(agreement: Agreement, now: datetime, suffix: str) -> str:
    """Return the file name."""
    return file_name("Rancangan", agreement.title[:60], now.date(), version=agreement.version, suffix=suffix)


def _composed(agreement: Agreement, person: Person, now: datetime) -> tuple[PdfDocument, dict[str, Any]]:
    with force_locale(agreement.language):
        parent = for_detail(agreement.parent_id) if agreement.parent_id else None
        above = f"{KINDS[parent.kind]} {parent.title}" if parent and read_agreement(person, parent) else ""
        frame = PdfDocument(
            title=f"{KINDS[agreement.kind]}: {agreement.title}",
            as_of=now.replace(second=0, microsecond=0),
            classification=agreement.circle.classification,
            language=agreement.language,
            version=agreement.version,
        )
        signers = [_signer(agreement, party, person) for party in agreement.in_order]
        return frame, {"agreement": agreement, "above": above, "signers": signers, "clauses": _clauses(agreement)}


def _signer(agreement: Agreement, party: Party, person: Person) -> Signer:
    known = (party.signatory_name, party.signatory_position, party.authority, party.reference_number)
    seen = known if sees_side(person, agreement, party) else ("", "", "", "")
    shown = (value or TO_FILL_IN for value in seen)
    return Signer(party_name(party.position), party.seat.organisation.name, *shown)


def _clauses(agreement: Agreement) -> list[DraftClause]:
    titles = {party.id: party_name(party.position) for party in agreement.parties}
    rights: dict[UUID, list[str]] = {}
    for right in rights_in(agreement.id):
        sentence = _("Right of %(party)s: %(text)s", party=titles[right.holder_id], text=right.text)
        rights.setdefault(right.clause_id, []).append(sentence)
    found = []
    for clause in whole_clauses(agreement.id):
        owed = [
            _("Obligation of %(party)s: %(text)s", party=titles[one.debtor_id], text=one.text)
            for one in clause.obligations
        ]
        found.append(DraftClause(clause.number, clause.heading, clause.text, [*owed, *rights.get(clause.id, [])]))
    return found

"""The text of a record of delivery: as saved, or the default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.organisations.models import ContactRole, Organisation
from app.organisations.queries import contacts
from app.pdf.languages import DEFAULT
from commitments.receipts.models import DeliveryRecord
from commitments.registry.models import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDetails:
    """The text of a record; see `DeliveryRecord`."""

    number: str
    dated: date
    place: str
    handed_over: str
    closing: str
    items: Sequence[dict[str, Any]]
    evidence: Sequence[dict[str, Any]]
    signatories: Sequence[dict[str, Any]]


def items_of(commitment: Commitment) -> list[dict[str, Any]]:
    """Return the criteria of a commitment as items of a record."""
    return [{"number": number, "wording": line} for number, line in enumerate(commitment.criteria_lines, 1)]


def current(
    commitment: Commitment,
    known: DeliveryRecord | None,
    evidence: Sequence[dict[str, Any]],
    today: date,
    language: str = DEFAULT,
) -> RecordDetails:
    """Return the saved text, else the default: all criteria with all evidence, signed by both organisations."""
    if known is not None:
        return RecordDetails(**{name: getattr(known, name) for name in RecordDetails.__slots__})
    with force_locale(language):
        closing = _("This record was drawn up truthfully, in copies of equal force for both parties.")
    return RecordDetails(
        number="",
        dated=today,
        place="",
        handed_over=commitment.title,
        closing=closing,
        items=items_of(commitment),
        evidence=evidence,
        signatories=[_signatory(commitment.responsible), _signatory(commitment.verifier)],
    )


def _signatory(organisation: Organisation) -> dict[str, str]:
    """Return the head of an organisation, or its focal point, or an empty line."""
    people = contacts(organisation.id, (ContactRole.HEAD, ContactRole.FOCAL_POINT))
    name, position = (people[0].name, people[0].position) if people else ("", "")
    return {"name": name, "position": position, "organisation": organisation.name}

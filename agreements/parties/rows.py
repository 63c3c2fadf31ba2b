"""Read-only rows of parties for the page of their agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from agreements.parties.policies import change_party
from agreements.registry.models import Agreement
from agreements.registry.policies import sees_side
from app.accounts.models import Person
from app.organisations.models import Sector


class PartyRow(NamedTuple):
    """A party, with the numbers of its obligations and rights.

    `seen`: whether the reader may see its credentials, which are empty otherwise; `changes`: whether the reader may
    change them.
    """

    id: UUID
    position: int
    sector: Sector
    organisation_id: UUID
    organisation: str
    is_being_made: bool
    obligations: int
    rights: int
    seen: bool
    changes: bool
    signed_as: str = ""
    """The name under which it signed, if it is called otherwise now."""
    number: str = ""
    signatory: str = ""
    authority: str = ""
    objection: str = ""
    """Why it objects to what happens at the present end of the agreement."""


def party_lines(
    agreement: Agreement, person: Person, obligations: Mapping[UUID, int], rights: Mapping[UUID, int]
) -> list[PartyRow]:
    """Return the parties in the order of the text; `obligations` and `rights` are counts by party."""
    reader, lines = person, []
    for party in agreement.in_order:
        seat, seen = party.seat, sees_side(reader, agreement, party)
        line = PartyRow(
            party.id,
            party.position,
            seat.sector,
            seat.organisation_id,
            seat.organisation.name,
            agreement.is_being_made,
            obligations.get(party.id, 0),
            rights.get(party.id, 0),
            seen,
            change_party(reader, party),
            party.signed_as if party.signed_as != seat.organisation.name else "",
        )
        if seen:
            signatory = ", ".join(filter(None, (party.signatory_name, party.signatory_position)))
            objection = party.objection if party.objects_to(agreement.expires_on) else ""
            line = line._replace(number=party.reference_number, signatory=signatory, authority=party.authority)
            line = line._replace(objection=objection)
        lines.append(line)
    return lines

"""Actions that set the parties of an agreement, their order and their credentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.parties import queries
from agreements.registry.models import Agreement, Party
from app import audit
from app.accounts.models import Person
from app.circles.actions import leave_seat, take_seat
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Number, signatory and authority that a party states; numbers come from its own office, never generated."""

    reference_number: str = ""
    signatory_name: str = ""
    signatory_position: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party of an agreement, with its credentials."""

    organisation: Organisation
    credentials: Credentials = Credentials()


def arrange(agreement: Agreement, sides: Sequence[Side], *, at: datetime) -> None:
    """Set the parties and their order: new parties take a seat in the circle, removed ones leave theirs.

    Raises RuleViolation for fewer than two parties, for duplicates, and if a removed party has obligations, rights or
    documents.
    """
    check_parties([side.organisation.id for side in sides])
    staying = {side.organisation.id for side in sides}
    for party in [one for one in agreement.parties if one.seat.organisation_id not in staying]:
        _leave(agreement, party, at=at)
    for position, side in enumerate(sides, 1):
        party = agreement.side_of(side.organisation.id) or _join(agreement, side.organisation, at=at)
        party.position = party.seat.position = position
        _write(party, side.credentials)


def check_parties(organisations: Sequence[UUID | None]) -> None:
    """Raise RuleViolation for fewer than two parties, and for one that is there twice."""
    if len(organisations) < 2:
        raise RuleViolation(_l("An agreement needs at least two parties"), field="sides")
    if len(set(organisations)) < len(organisations):
        raise RuleViolation(_l("One organisation is there twice. Remove one of them"), field="sides")


def write_credentials(
    agreement: Agreement, party: Party, credentials: Credentials, *, by: Person, at: datetime
) -> None:
    """Store the number, signatory and authority of a party."""
    _write(party, credentials)
    audit.record("agreement.party_changed", agreement, by=by, at=at, party=party.seat.organisation.name)


def _join(agreement: Agreement, organisation: Organisation, *, at: datetime) -> Party:
    seat = take_seat(agreement.circle, organisation, since=local_date(at))
    party = Party(seat=seat, position=1)
    agreement.parties.append(party)
    return party


def _leave(agreement: Agreement, party: Party, *, at: datetime) -> None:
    if queries.is_named(party.id):
        name = party.seat.organisation.name
        raise RuleViolation(
            _l("%(name)s has obligations, rights, documents, risks or contacts here. Remove those first", name=name),
            field="sides",
        )
    queries.drop_signing(party.id)
    agreement.parties.remove(party)
    db.session.flush()
    leave_seat(party.seat, last_day=local_date(at) - timedelta(days=1))


def _write(party: Party, credentials: Credentials) -> None:
    party.reference_number = credentials.reference_number
    party.signatory_name = credentials.signatory_name
    party.signatory_position = credentials.signatory_position
    party.authority = credentials.authority

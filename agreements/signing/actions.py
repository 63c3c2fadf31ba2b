"""Action that writes the line of a party in the signing log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.registry.models import Party
from agreements.registry.queries import lock
from agreements.signing import queries
from agreements.signing.models import Signing
from agreements.signing.rules import Line, Method, in_order
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation

AUTHORITY = ("authority_number", "authority_on", "authority_until", "authority_document_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The values of a line in the signing log, with the signatory."""

    method: Method = Method.WET
    sent_on: date | None = None
    signed_on: date | None = None
    received_on: date | None = None
    signatory_name: str = ""
    signatory_position: str = ""
    authority_number: str = ""
    authority_on: date | None = None
    authority_until: date | None = None
    authority_document_id: UUID | None = None

    @property
    def line(self) -> Line:
        """Return the days that the rules evaluate."""
        return Line(self.sent_on, self.received_on, self.signed_on, self.authority_until)


def write(party: Party, entry: Entry, *, by: Person, at: datetime) -> Signing:
    """Write the line of a party.

    Raises RuleViolation for days in the future, a signature or receipt before it was sent, a signature without
    signatory, and an authority that ends before it begins.
    """
    check(entry, local_date(at))
    lock(party.agreement)
    signing = queries.of_party(party.id) or Signing(party=party)
    db.session.add(signing)
    for name in ("method", "sent_on", "signed_on", "received_on", *AUTHORITY):
        setattr(signing, name, getattr(entry, name))
    party.signatory_name, party.signatory_position = entry.signatory_name, entry.signatory_position
    named = party.seat.organisation.name
    action = "agreement.party_signed" if entry.signed_on else "agreement.signing_changed"
    audit.record(action, party.agreement, by=by, at=at, party=named, signed_on=entry.signed_on)
    return signing


def check(entry: Entry, today: date) -> None:
    """Raise RuleViolation unless the days of a line can be true."""
    for name in ("sent_on", "signed_on", "received_on"):
        day = getattr(entry, name)
        if day and day > today:
            raise RuleViolation(_l("This day has not come yet"), field=name)
    if not in_order(entry.line):
        raise RuleViolation(_l("This day is later than the signature or its arrival"), field="sent_on")
    if entry.signed_on and not (entry.signatory_name or entry.signatory_position):
        raise RuleViolation(_l("Write who signed"), field="signatory_name")
    if entry.authority_on and entry.authority_until and entry.authority_until < entry.authority_on:
        raise RuleViolation(_l("It cannot end before it begins"), field="authority_until")

"""Names the contact of a commitment."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.errors import RuleViolation
from commitments.registry.models import Commitment
from commitments.registry.notices import notify


def name_contact(
    commitment: Commitment, person: Person | None, *, by: Person, at: datetime, notifies: bool = True
) -> None:
    """Set who in the responsible organisation is asked about a commitment; None: its focal point and alternate.

    The person is notified unless the caller does so. Raises RuleViolation if the commitment has ended. Without effect
    if it is so already.
    """
    if not commitment.facts.is_open:
        raise RuleViolation(
            _l("This is no longer possible: the commitment has changed. Reload the page to see its status.")
        )
    if commitment.responsible_person_id == (person.id if person else None):
        return
    commitment.responsible_person = person
    personal = {"person": str(person.id)} if person else {}
    audit.record("commitment.contact_named", commitment, by=by, at=at, personal=personal)
    if person and notifies:
        notify("contact_named", commitment, person, by=by)

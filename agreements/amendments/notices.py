"""Mail about amendments: the draft that parties are asked about, positions, and what was applied or withdrawn."""

from __future__ import annotations

from typing import Any

from agreements.amendments.models import Addendum, AmendmentPosition
from agreements.amendments.rows import Overview
from agreements.registry.notices import listeners
from app.accounts.models import Person
from app.mail import outbox
from app.organisations.models import Organisation
from app.web.external_urls import external


def sent(amendment: Addendum, *, by: Person) -> None:
    """Ask the contacts of every party for their position on the present draft."""
    for person in _people(amendment, by):
        asks = amendment.agreement.side_of(person.organisation_id) is not None
        _notify("sent", amendment, person, by=by, asks=asks)


def position_taken(amendment: Addendum, position: AmendmentPosition, organisation: Organisation, *, by: Person) -> None:
    """Notify the coordinators that a party took a position, and the party of one recorded on its behalf."""
    for person in _people(amendment, by):
        of_party = position.source is not None and person.organisation_id == organisation.id
        if person.is_coordinator or of_party:
            _notify("position_taken", amendment, person, by=by, position=position, organisation=organisation)


def applied(amendment: Addendum, overview: Overview, *, by: Person) -> None:
    """Notify coordinators and parties that an amendment applies, and of what becomes of each obligation."""
    for person in _people(amendment, by):
        _notify("applied", amendment, person, by=by, overview=overview)


def withdrawn(amendment: Addendum, *, by: Person) -> None:
    """Notify coordinators and parties that an amendment was withdrawn."""
    for person in _people(amendment, by):
        _notify("withdrawn", amendment, person, by=by)


def _people(amendment: Addendum, by: Person) -> list[Person]:
    return [one for one in listeners(amendment.agreement) if one.id != by.id]


def _notify(template: str, amendment: Addendum, person: Person, **context: Any) -> None:
    outbox.enqueue(
        f"agreements/amendments/{template}",
        person,
        amendment=amendment,
        agreement=amendment.agreement,
        about=amendment,
        link=external("agreements.amendments.show", amendment_id=amendment.id),
        **context,
    )

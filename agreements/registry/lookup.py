"""The search for agreements, and for their numbers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, or_, select

from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable
from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import opened_by_role
from app.organisations.models import Organisation
from app.search.sources import Kind, Source

SHOWN: tuple[Any, ...] = (
    Agreement.circle_id,
    Agreement.title,
    Agreement.stage.label("state"),
    Agreement.expires_on.label("on_date"),
)
"""What the entries of an agreement and of its parts tell of it."""


def rows() -> Select[Any]:
    """Select agreements with their purpose, stage and end, and the labels of their parties in the order of the text."""
    sides = select(Organisation.label.label("label")).join(Seat, Seat.organisation_id == Organisation.id)
    sides = sides.join(Party, Party.seat_id == Seat.id).where(Party.agreement_id == Agreement.id)
    in_order = sides.order_by(Party.position, Organisation.id).correlate(Agreement).subquery()
    about = select(func.aggregate_strings(in_order.c.label, ", ")).scalar_subquery().label("about")
    return select(Agreement.id, *SHOWN, Agreement.purpose.label("text"), about)


def _of_organisations(ids: Collection[UUID]) -> Select[UUID]:
    return select(Party.agreement_id).join(Party.seat).where(Seat.organisation_id.in_(ids))


KIND = Kind(
    name="agreements",
    label=_l("Agreements"),
    word=_l("Agreement"),
    icon="agreement",
    href=lambda entry: url_for(
        "agreements.registry.show",
        agreement_id=entry.object_id,
        _anchor=f"clause-{entry.anchor}" if entry.anchor else None,
    ),
    states="agreement",
    dated=_l("until %(day)s"),
)
"""The anchor of a part is the id of its clause."""
AGREEMENTS = Source(
    name="agreements",
    kind=KIND,
    model=Agreement,
    rows=rows,
    readable=readable,
    follows={
        Party: lambda ids: select(Party.agreement_id).where(Party.id.in_(ids)),
        Organisation: _of_organisations,
    },
)


def numbers() -> Select[Any]:
    """Select the numbers that parties gave agreements."""
    given = (Party.id, Party.agreement_id.label("object_id"), Party.reference_number.label("code"))
    query = select(*given, Party.reference_number.label("text"), *SHOWN).join(Party.agreement)
    return query.where(Party.reference_number != "")


def number_readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may see the number of a party; it must agree with `number_known_to`."""
    own = select(Seat.id).where(Seat.id == Party.seat_id, Seat.organisation_id == person.organisation_id)
    known = or_(own.correlate(Party).exists(), opened_by_role(Agreement.circle_id, person))
    found = select(Agreement.id).where(Agreement.id == Party.agreement_id, known, readable(person, today))
    return found.correlate(Party).exists()


NUMBERS = Source(
    name="agreement-numbers",
    kind=KIND,
    model=Party,
    rows=numbers,
    readable=number_readable,
    follows={Agreement: lambda ids: select(Party.id).where(Party.agreement_id.in_(ids))},
    searches_title=False,
)

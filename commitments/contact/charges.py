"""What people hand over with their office: the open commitments that they are responsible for."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.clock import today
from app.database import db
from commitments.contact.actions import name_contact
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import visible_to


def register(app: Flask) -> None:
    """Register open commitments."""
    add_charge(
        app,
        Charge(
            label=_l("Open commitments"),
            held=_commitments,
            line=lambda commitment: f"{commitment.code} {commitment.title}",
            pass_on=_pass_on,
        ),
    )


def _commitments(person: Person, reader: Person) -> Sequence[Commitment]:
    if not reader.is_coordinator:
        return ()
    query = select(Commitment).where(
        Commitment.responsible_person_id == person.id, IS_OPEN, visible_to(reader, today())
    )
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code)).all()


def _pass_on(commitment: Commitment, succession: Succession) -> None:
    name_contact(commitment, succession.successor, by=succession.by, at=succession.at, notifies=False)

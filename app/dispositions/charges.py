"""What people hand over with their office: the dispositions that await them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.clock import today
from app.database import db
from app.dispositions import queries
from app.dispositions.models import Disposition


def register(app: Flask) -> None:
    """Register open dispositions."""
    add_charge(
        app,
        Charge(
            label=_l("Instructions to answer"),
            held=_held,
            line=lambda row: row.title,
            pass_on=_pass_on,
        ),
    )


def _held(person: Person, reader: Person) -> Sequence[queries.Row]:
    """Return what awaits a person, for readers of the same organisation: dispositions stay within it."""
    return queries.on_desk(person, today()) if reader.organisation_id == person.organisation_id else ()


def _pass_on(row: queries.Row, succession: Succession) -> None:
    disposition = db.session.get_one(Disposition, row.id)
    if disposition.giver_id == succession.successor.id:
        return
    disposition.receiver = succession.successor
    audit.record("disposition.given", disposition, by=succession.by, at=succession.at)

"""What people hand over with their office: the dispositions that await them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.dispositions import actions, queries
from app.dispositions.matters import matter_named
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
    if reader.organisation_id != person.organisation_id:
        return ()
    return [row for row in queries.on_desk(person, today()) if _may_pass_on(reader, row)]


def _may_pass_on(reader: Person, row: queries.Row) -> bool:
    """Return whether a person may read what was passed on, and it is not secret: its givers choose who learns of it."""
    matter = matter_named(row.subject_type)
    thing = matter.load(row.subject_id)
    return matter.circle(thing).classification is not Classification.SECRET and matter.may_read(reader, thing)


def _pass_on(row: queries.Row, succession: Succession) -> None:
    """Let the successor receive it; what the successor gave comes back to them."""
    disposition = db.session.get_one(Disposition, row.id, with_for_update=True, populate_existing=True)
    if not disposition.is_open:
        return
    if disposition.giver_id == succession.successor.id:
        actions.pass_back(disposition, reason="", by=succession.by, at=succession.at)
        return
    disposition.receiver = succession.successor
    audit.record("disposition.given", disposition, by=succession.by, at=succession.at)

"""What people hand over with their office: the agreements that they keep."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from agreements.registry.actions import keep_named
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from agreements.registry.rules import Stage
from app import audit
from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.clock import today
from app.database import db

OVER = (Stage.RENEWED, Stage.TERMINATED, Stage.CANCELLED)


def register(app: Flask) -> None:
    """Register agreements that are not over."""
    add_charge(
        app,
        Charge(
            label=_l("Agreements to keep"),
            held=_agreements,
            line=lambda agreement: agreement.title,
            pass_on=_pass_on,
        ),
    )


def _agreements(person: Person, reader: Person) -> Sequence[Agreement]:
    if not reader.is_coordinator:
        return ()
    query = select(Agreement).where(Agreement.keeper_id == person.id, Agreement.stage.not_in(OVER))
    query = query.where(readable_whole(reader, today())).options(selectinload(Agreement.parties))
    return db.session.scalars(query.order_by(Agreement.title, Agreement.id)).all()


def _pass_on(agreement: Agreement, succession: Succession) -> None:
    agreement.keeper_id = succession.successor.id
    keep_named(agreement)
    audit.record(
        "agreement.keeper_changed",
        agreement,
        by=succession.by,
        at=succession.at,
        before=succession.person.id,
        after=succession.successor.id,
    )

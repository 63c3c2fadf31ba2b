"""What organisations pass on to their successors: their places in agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from agreements.labels import name_of
from agreements.registry.actions import keep_named
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable_whole
from agreements.registry.rules import MAKING, Stage, Validity
from app import audit
from app.accounts.models import Person
from app.circles.actions import take_seat
from app.circles.events import SeatSucceeded
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.clock import local_date, today
from app.database import db
from app.events import emit
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer


def _held(organisation: Organisation, reader: Person) -> Sequence[Party]:
    day = today()
    query = select(Party).join(Party.agreement).join(Party.seat)
    query = query.where(Seat.organisation_id == organisation.id, is_taken(day), readable_whole(reader, day))
    query = query.options(contains_eager(Party.agreement).selectinload(Agreement.parties), contains_eager(Party.seat))
    return db.session.scalars(query.order_by(Agreement.title, Agreement.id)).unique().all()


def _line(party: Party) -> str:
    agreement = party.agreement
    words = [name_of(agreement)]
    if not _continues(agreement):
        words.append(str(_l("over: the successor reads it, the text keeps the former party")))
    return ", ".join(words)


def _continues(agreement: Agreement) -> bool:
    """Return whether it is being made or in force, so that the successor becomes a party."""
    if agreement.stage in MAKING:
        return True
    return agreement.stage is Stage.SIGNED and agreement.term.validity(today()) is not Validity.EXPIRED


def _obstacle(party: Party, _organisation: Organisation, successor: Organisation) -> Any:
    """Return that both parties would be the same organisation."""
    if party.agreement.side_of(successor.id):
        return _l("%(name)s is the other party. End the agreement instead", name=successor.label)
    return None


def _pass_on(party: Party, transfer: Transfer) -> None:
    """Let the successor become the party, or, if the agreement is over, only read it."""
    agreement, day = party.agreement, local_date(transfer.at)
    seat = party.seat
    if seat.since >= day:
        seat.organisation, seat.sector = transfer.successor, transfer.successor.sector
    else:
        seat.until = day - timedelta(days=1)
        after = take_seat(agreement.circle, transfer.successor, since=day, position=seat.position)
        if _continues(agreement):
            party.seat = after
    replaced = {"before": transfer.predecessor.id, "after": transfer.successor.id}
    emit(SeatSucceeded(circle_id=agreement.circle_id, **replaced, by=transfer.by, at=transfer.at))
    agreement.version += 1
    keep_named(agreement)
    audit.record(
        "agreement.party_succeeded",
        agreement,
        by=transfer.by,
        at=transfer.at,
        party=transfer.predecessor.name,
        organisation=transfer.successor.name,
        basis=transfer.basis,
    )


PARTIES = Holding(
    name="agreements",
    label=_l("Agreements"),
    held=_held,
    line=_line,
    obstacle=_obstacle,
    pass_on=_pass_on,
)

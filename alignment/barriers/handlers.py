"""Event handlers: barriers follow the items that are carried over, and the successors of organisations."""

from __future__ import annotations

from sqlalchemy import insert, select

from alignment.barriers import actions, queries
from alignment.barriers.models import Barrier, barrier_agenda_items
from app.circles.events import SeatSucceeded
from app.database import db
from app.events import subscribe
from forums.agenda.events import ItemContinued


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Let barriers be discussed under the item that continues an earlier one, too."""
    found = queries.about_item(event.earlier.id)
    if found:
        db.session.flush()
        rows = [{"barrier_id": one, "agenda_item_id": event.item.id} for one in found]
        db.session.execute(insert(barrier_agenda_items), rows)


@subscribe(SeatSucceeded)
def succeeded(event: SeatSucceeded) -> None:
    """Let the successor own the open barriers of the circle that the former organisation could remove."""
    query = select(Barrier).where(Barrier.circle_id == event.circle_id, Barrier.owner_id == event.before)
    for barrier in db.session.scalars(query.where(queries.is_open())):
        actions.pass_on(barrier, event.after, by=event.by, at=event.at)

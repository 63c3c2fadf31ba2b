"""Event handlers: roles follow the successors of organisations, and differences the items that are carried over."""

from __future__ import annotations

from alignment.roles import actions, queries
from app.circles.events import SeatSucceeded
from app.events import subscribe
from forums.agenda.events import ItemContinued


@subscribe(SeatSucceeded)
def succeeded(event: SeatSucceeded) -> None:
    """Let the successor have the roles of the former organisation; its view is asked for anew."""
    actions.succeed(event.circle_id, event.before, event.after)


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Follow an item about a difference to the session in which it is continued."""
    for activity in queries.about(event.earlier.id):
        activity.agenda_item = event.item

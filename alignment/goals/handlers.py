"""Event handlers: interests and differences follow successors of organisations, and items that are carried over."""

from __future__ import annotations

from alignment.goals import actions, queries
from app.circles.events import SeatSucceeded
from app.events import subscribe
from forums.agenda.events import ItemContinued


@subscribe(SeatSucceeded)
def succeeded(event: SeatSucceeded) -> None:
    """Let the successor have what the former organisation wrote; it is asked for its own answer."""
    actions.succeed(event.circle_id, event.before, event.after, by=event.by, at=event.at)


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Follow an item about a difference to the session in which it is continued."""
    for difference in queries.about(event.earlier.id):
        difference.agenda_item = event.item

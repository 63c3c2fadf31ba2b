"""Event handlers: a circular follows its agenda item that is carried over, and the successors of seats."""

from __future__ import annotations

from app.events import subscribe
from forums.agenda.events import ItemContinued
from forums.circular import actions, closing
from forums.scheduling.events import SeatPassedOn


@subscribe(ItemContinued)
def follow(event: ItemContinued) -> None:
    """Let circulars on an agenda follow their item to the later session."""
    closing.follow_item(event.earlier, event.item)


@subscribe(SeatPassedOn)
def seat_passed_on(event: SeatPassedOn) -> None:
    """Let the successor's seat vote on what circulates, unless the former seat voted or the successor was asked too."""
    if event.before is not event.after:
        actions.ask_instead(event.before, event.after)

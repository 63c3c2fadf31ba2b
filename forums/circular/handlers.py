"""Event handler: a circular follows its agenda item that is carried over."""

from __future__ import annotations

from app.events import subscribe
from forums.agenda.events import ItemContinued
from forums.circular import closing


@subscribe(ItemContinued)
def follow(event: ItemContinued) -> None:
    """Let circulars on an agenda follow their item to the later session."""
    closing.follow_item(event.earlier, event.item)

"""Event handler: documents and preparations follow an item that is carried over."""

from __future__ import annotations

from app.events import subscribe
from forums.agenda.events import ItemContinued
from forums.preparation import actions


@subscribe(ItemContinued)
def continue_with(event: ItemContinued) -> None:
    """Take documents and open preparations along to the later session."""
    actions.continue_with(event.earlier, event.item)

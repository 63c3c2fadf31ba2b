"""Event handlers: the agenda item of an audience was carried to a later session."""

from __future__ import annotations

from app.events import subscribe
from cooperation.requests.actions import follow
from forums.agenda.events import ItemContinued


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Follow the audience."""
    follow(event.earlier.id, event.item)

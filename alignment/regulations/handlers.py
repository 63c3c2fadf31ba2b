"""Event handlers: regulations stay linked to agenda items that are carried over."""

from __future__ import annotations

from alignment.regulations import links
from app.events import subscribe
from forums.agenda.events import ItemContinued


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Follow an item about a regulation to the session in which it is continued."""
    for regulation_id in links.discussed_under(event.earlier.id):
        links.discuss_in(regulation_id, event.item.id)

"""Event handlers of links."""

from __future__ import annotations

from app.accounts.access import AccessEnded
from app.events import subscribe
from app.mail.links import actions


@subscribe(AccessEnded)
def access_ended(event: AccessEnded) -> None:
    """End the links of a person whose access was ended."""
    actions.end_links(event.person, at=event.at)

"""What somebody asked for in another's name ends when the account is made safe."""

from __future__ import annotations

from app.accounts.access import AccessEnded
from app.accounts.addresses import actions
from app.events import handles


@handles(AccessEnded)
def access_ended(event: AccessEnded) -> None:
    """Stop the change that the account itself asked for: whoever knew the password may have done that."""
    actions.stop_own(event.person, by=None, at=event.at)

"""Stops address changes when all access to an account is ended."""

from __future__ import annotations

from app.accounts.access import AccessEnded
from app.accounts.addresses import actions
from app.events import subscribe


@subscribe(AccessEnded)
def access_ended(event: AccessEnded) -> None:
    """Stop the change that the account itself requested: the requester may have known only the password."""
    actions.stop_own(event.person, by=None, at=event.at)

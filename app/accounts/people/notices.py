"""What people are told when others change their account."""

from __future__ import annotations

from app import outbox
from app.accounts.models import Person


def address_changed(person: Person, *, earlier: str) -> None:
    """Tell the earlier address of an account that it was replaced, in case nobody agreed to that."""
    outbox.enqueue(
        "accounts/address-changed", earlier, language=person.language, addressee=person.name, address=person.email
    )

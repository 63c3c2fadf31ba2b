"""What is mailed about a change of an address: to both addresses, and to those who watch over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.accounts.addresses.models import AddressChange
from app.accounts.models import Person
from app.mail import outbox
from app.web.external_urls import external


def confirm(change: AddressChange, secret: str) -> None:
    """Ask the new address whether it is the person's."""
    _mail("address-confirm", change, change.address, link=external("addresses.confirm", token=secret))


def asked(change: AddressChange, secret: str) -> None:
    """Tell the earlier address what was asked for, with the link that stops it."""
    _mail("address-asked", change, change.earlier, link=external("addresses.stop", token=secret))


def second(change: AddressChange, administrators: Iterable[Person]) -> None:
    """Ask the other administrators for a confirmation."""
    for administrator in administrators:
        outbox.enqueue("accounts/address-second", administrator, change=change, link=_page_of(change))


def announced(change: AddressChange, people: Iterable[Person]) -> None:
    """Tell those who hold a platform role that an address changes without a second administrator."""
    for person in people:
        outbox.enqueue("accounts/address-announced", person, change=change)


def changed(change: AddressChange) -> None:
    """Tell both addresses that the change took effect."""
    _mail("address-changed", change, change.earlier)
    _mail("address-yours", change, change.address, link=external("accounts.sign_in"))


def stopped(change: AddressChange) -> None:
    """Tell the administrator who asked that nothing comes of it."""
    outbox.enqueue("accounts/address-stopped", change.asked_by, change=change)


def undone(change: AddressChange) -> None:
    """Tell the earlier address that it holds again, and where to choose a new password."""
    _mail("address-undone", change, change.earlier, link=external("accounts.forgotten"))


def _page_of(change: AddressChange) -> str:
    return external("addresses.show", address_change_id=change.id)


def _mail(kind: str, change: AddressChange, address: str, **context: Any) -> None:
    person = change.person
    outbox.enqueue(
        f"accounts/{kind}", address, language=person.language, addressee=person.name, change=change, **context
    )

"""Mails about an address change, to both addresses and to administrators and other people with platform roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.accounts.addresses.models import AddressChange
from app.accounts.models import Person
from app.mail import outbox
from app.web.external_urls import external


def confirm(change: AddressChange, secret: str) -> None:
    """Mail the confirmation link to the new address."""
    _mail("address-confirm", change, change.address, link=external("addresses.confirm", token=secret))


def asked(change: AddressChange, secret: str) -> None:
    """Notify the previous address of the requested change, with the link that stops it."""
    _mail("address-asked", change, change.earlier, link=external("addresses.stop", token=secret))


def second(change: AddressChange, administrators: Iterable[Person]) -> None:
    """Ask the other administrators to confirm the change."""
    for administrator in administrators:
        outbox.enqueue("accounts/address-second", administrator, urgent=True, change=change, link=_page_of(change))


def announced(change: AddressChange, people: Iterable[Person]) -> None:
    """Notify people with a platform role of a change that no second administrator confirms."""
    for person in people:
        outbox.enqueue("accounts/address-announced", person, urgent=True, change=change)


def changed(change: AddressChange) -> None:
    """Notify both addresses that the change took effect."""
    _mail("address-changed", change, change.earlier)
    _mail("address-yours", change, change.address, link=external("accounts.sign_in"))


def stopped(change: AddressChange) -> None:
    """Notify the administrator who requested the change that it was stopped."""
    outbox.enqueue("accounts/address-stopped", change.asked_by, urgent=True, change=change)


def undone(change: AddressChange) -> None:
    """Notify the previous address that it is restored, with a link to choose a new password."""
    _mail("address-undone", change, change.earlier, link=external("accounts.forgotten"))


def _page_of(change: AddressChange) -> str:
    return external("addresses.show", address_change_id=change.id)


def _mail(kind: str, change: AddressChange, address: str, **context: Any) -> None:
    person = change.person
    outbox.enqueue(
        f"accounts/{kind}", address, language=person.language, addressee=person.name, change=change, **context
    )

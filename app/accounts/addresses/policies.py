"""Who may change the address of an account, and who may confirm or stop a change."""

from __future__ import annotations

from app.accounts.addresses.models import AddressChange
from app.accounts.models import Person
from app.accounts.people.policies import read_person
from app.web.policies import policy


@policy("person:address", Person, hidden_unless=read_person, opened_by=("administrator",))
def change_address(user: Person, person: Person) -> bool:
    """Administrators, for accounts other than their own; people change their own address in their profile."""
    return user.is_administrator and user.id != person.id and person.joined_at is not None


@policy("address_change:read", AddressChange)
def read_change(user: Person, address_change: AddressChange) -> bool:
    """Administrators, and the person whose address it is."""
    return user.is_administrator or user.id == address_change.person_id


@policy("address_change:confirm", AddressChange, hidden_unless=read_change, opened_by=("administrator",))
def confirm_change(user: Person, address_change: AddressChange) -> bool:
    """Administrators other than the one who requested the change and the person whose address it is."""
    return user.is_administrator and user.id not in {address_change.asked_by_id, address_change.person_id}


@policy("address_change:stop", AddressChange)
def stop_change(user: Person, address_change: AddressChange) -> bool:
    """Administrators, and the person whose address it is."""
    return user.is_administrator or user.id == address_change.person_id

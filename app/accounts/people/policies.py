"""Who may read and change people."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("profile:edit")
def edit_profile(user: Person) -> bool:
    """Everyone who is signed in, for their own profile and password."""
    return user.is_active


@policy("person:list", opened_by=("administrator", "coordinator"))
def list_people(user: Person) -> bool:
    """Administrators and coordinators."""
    return user.is_administrator or user.is_coordinator


@policy("person:create", opened_by=("administrator", "coordinator"))
def create_person(user: Person) -> bool:
    """Administrators and coordinators."""
    return user.is_administrator or user.is_coordinator


@policy("person:read", Person)
def read_person(user: Person, person: Person) -> bool:
    """Administrators, coordinators, and members of the same organisation."""
    return user.is_administrator or user.is_coordinator or user.organisation_id == person.organisation_id


@policy("person:edit", Person, hidden_unless=read_person, opened_by=("administrator", "coordinator"))
def edit_person(user: Person, person: Person) -> bool:
    """Administrators; coordinators and members of the same organisation, for people without an account.

    The organisation of an account determines its permissions, so a coordinator may not change it.
    """
    if user.is_administrator:
        return True
    if person.roles or person.joined_at:
        return False
    return user.is_coordinator or user.organisation_id == person.organisation_id


@policy("person:invite", Person, hidden_unless=read_person, opened_by=("administrator", "coordinator"))
def invite_person(user: Person, person: Person) -> bool:
    """Administrators; coordinators, for people without a platform role."""
    return user.is_administrator or (user.is_coordinator and not person.roles)


@policy("person:suspend", Person, hidden_unless=read_person, opened_by=("administrator", "coordinator"))
def suspend_person(user: Person, person: Person) -> bool:
    """Administrators; coordinators, for people without a platform role. Nobody may suspend themselves."""
    return user.id != person.id and (user.is_administrator or (user.is_coordinator and not person.roles))


@policy("person:roles", Person, hidden_unless=read_person, opened_by=("administrator",))
def give_roles(user: Person, person: Person) -> bool:
    """Administrators."""
    return user.is_administrator

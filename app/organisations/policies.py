"""Who may read and change organisations."""

from __future__ import annotations

from app.accounts.models import Person
from app.organisations.models import Organisation
from app.web.policies import policy


@policy("organisation:list")
def list_organisations(user: Person) -> bool:
    """Everyone who is signed in: participation is not confidential among participants."""
    return user.is_active


@policy("organisation:create", opened_by=("administrator", "coordinator"))
def create_organisation(user: Person) -> bool:
    """Administrators and coordinators."""
    return user.is_administrator or user.is_coordinator


@policy("organisation:read", Organisation)
def read_organisation(user: Person, organisation: Organisation) -> bool:
    """Everyone who is signed in."""
    return user.is_active


@policy("organisation:edit", Organisation, hidden_unless=read_organisation, opened_by=("administrator", "coordinator"))
def edit_organisation(user: Person, organisation: Organisation) -> bool:
    """Administrators and coordinators."""
    return user.is_administrator or user.is_coordinator


@policy(
    "organisation:contacts", Organisation, hidden_unless=read_organisation, opened_by=("administrator", "coordinator")
)
def edit_contacts(user: Person, organisation: Organisation) -> bool:
    """Administrators, coordinators, and members of the organisation itself."""
    return user.is_administrator or user.is_coordinator or user.organisation_id == organisation.id


@policy("organisation:reach", Organisation, hidden_unless=read_organisation, opened_by=("administrator", "coordinator"))
def reach_people(user: Person, organisation: Organisation) -> bool:
    """Administrators, coordinators, and members of the organisation itself may see contact details."""
    return user.is_administrator or user.is_coordinator or user.organisation_id == organisation.id

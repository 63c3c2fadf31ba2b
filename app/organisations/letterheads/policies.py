"""Who may change the letterhead of an organisation."""

from __future__ import annotations

from app.accounts.models import Person
from app.organisations.models import Organisation
from app.organisations.policies import read_organisation
from app.web.policies import policy


@policy(
    "organisation:letterhead", Organisation, hidden_unless=read_organisation, opened_by=("administrator", "coordinator")
)
def change_letterhead(user: Person, organisation: Organisation) -> bool:
    """Administrators, and coordinators of the organisation itself."""
    return user.is_administrator or (user.is_coordinator and user.organisation_id == organisation.id)

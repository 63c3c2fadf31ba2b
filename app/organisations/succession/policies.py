"""Who may pass on what an organisation holds, and rename it."""

from __future__ import annotations

from app.accounts.models import Person
from app.organisations.models import Organisation
from app.organisations.policies import read_organisation
from app.web.policies import policy


@policy("organisation:succeed", Organisation, hidden_unless=read_organisation, opened_by=("coordinator",))
def name_successors(user: Person, organisation: Organisation) -> bool:
    """Coordinators; only what they may know of is passed on. Administrators are notified, because people move."""
    return user.is_coordinator

"""Who may read and retry outgoing messages."""

from __future__ import annotations

from app.accounts.models import Person
from app.mail.outbox.models import Mail
from app.web.policies import policy


@policy("outbox:read", opened_by=("administrator",))
def read_outbox(user: Person) -> bool:
    """Administrators; they see which messages were not sent and why, but not their content."""
    return user.is_administrator


@policy("mail:list", opened_by=("coordinator",))
def list_mails(user: Person) -> bool:
    """Coordinators; the list contains only mails about what they may read, without their content."""
    return user.is_active and user.is_coordinator


@policy("outbox:retry", Mail, hidden_unless=read_outbox, opened_by=("administrator",))
def retry_mail(user: Person, mail: Mail) -> bool:
    """Administrators."""
    return user.is_administrator

"""Who looks after the outbox."""

from __future__ import annotations

from app.accounts.models import Person
from app.mail.outbox.models import Mail
from app.web.policies import policy


@policy("outbox:read")
def read_outbox(user: Person) -> bool:
    """Administrators see which messages did not leave and why, not what they say."""
    return user.is_administrator


@policy("outbox:retry", Mail, hidden_unless=read_outbox)
def retry_mail(user: Person, mail: Mail) -> bool:
    """Administrators send a message that failed again."""
    return user.is_administrator

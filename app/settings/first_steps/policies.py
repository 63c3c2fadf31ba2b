"""Who may test the mail server."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("test_mail:send", opened_by=("administrator",))
def send_test_mail(user: Person) -> bool:
    """Administrators, to themselves."""
    return user.is_administrator

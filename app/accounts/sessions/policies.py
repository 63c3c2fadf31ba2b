"""Who may list and end sessions."""

from __future__ import annotations

from app.accounts.models import AccountSession, Person
from app.web.policies import policy


@policy("account_session:list")
def list_sessions(user: Person) -> bool:
    """Everyone who is signed in, for their own sessions."""
    return user.is_active


@policy("account_session:end", AccountSession)
def end_session(user: Person, account_session: AccountSession) -> bool:
    """The person whose session it is."""
    return account_session.person_id == user.id

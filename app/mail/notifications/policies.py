"""Policy of notifications."""

from __future__ import annotations

from app.accounts.models import Person
from app.mail.outbox.models import Mail
from app.web.policies import policy


@policy("notifications:own")
def own_notifications(user: Person) -> bool:
    """Everyone who is signed in: one's own."""
    return user.is_active


@policy("notification:read", Mail)
def read_notification(user: Person, mail: Mail) -> bool:
    """The person to whom it was sent."""
    return user.is_active and mail.person_id == user.id

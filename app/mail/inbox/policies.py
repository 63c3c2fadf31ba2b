"""Who may read and handle received messages."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import may_be_notified_of
from app.database import db
from app.mail.inbox import queries
from app.mail.inbox.models import IncomingMail
from app.web.policies import loads, policy

loads("incoming_mail_id", IncomingMail)(queries.mail_for_act)


@policy("inbox:read", opened_by=("administrator", "coordinator"))
def read_inbox(user: Person) -> bool:
    """Administrators and coordinators; messages about a secret circle are shown only to people named in it."""
    return user.is_active and (user.is_administrator or user.is_coordinator)


@policy("incoming_mail:read", IncomingMail)
def read_mail(user: Person, mail: IncomingMail) -> bool:
    """Administrators and coordinators; about a secret circle only those named in it."""
    if not read_inbox(user):
        return False
    circle = db.session.get(Circle, mail.circle_id) if mail.circle_id else None
    return circle is None or may_be_notified_of(user, circle)


@policy("incoming_mail:apply", IncomingMail, hidden_unless=read_mail, opened_by=("coordinator",))
def apply_mail(user: Person, mail: IncomingMail) -> bool:
    """Coordinators, who record on behalf of a party what its message says."""
    return user.is_coordinator

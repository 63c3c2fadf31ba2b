"""Who opens a secret circle that nobody can open any more: two administrators, one after the other."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.break_glass import queries
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle
from app.web.policies import policy


@policy("circle-access:list")
def list_abandoned(user: Person) -> bool:
    """Administrators see that there are secret circles which nobody can open, and nothing of what they are about."""
    return user.is_administrator


@policy("circle-access:ask", Circle)
def ask_access(user: Person, circle: Circle) -> bool:
    """Administrators, for a secret circle that names nobody with an account that works."""
    return user.is_administrator and queries.can_nobody_open(circle.id)


@policy("circle-access:read", AccessRequest)
def read_request(user: Person, access_request: AccessRequest) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("circle-access:decline", AccessRequest, hidden_unless=read_request)
def decline_access(user: Person, access_request: AccessRequest) -> bool:
    """Administrators, whoever asked too."""
    return user.is_administrator


@policy("circle-access:confirm", AccessRequest, hidden_unless=read_request)
def confirm_access(user: Person, access_request: AccessRequest) -> bool:
    """Another administrator than the one who asked."""
    return user.is_administrator and user.id != access_request.asked_by_id

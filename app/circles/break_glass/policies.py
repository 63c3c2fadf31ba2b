"""Who may open a secret circle that nobody else can open: two administrators, one after the other."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.break_glass import queries
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle
from app.web.policies import policy


@policy("circle-access:list", opened_by=("administrator",))
def list_abandoned(user: Person) -> bool:
    """Administrators; the list shows that such circles exist, but not what they are about."""
    return user.is_administrator


@policy("circle-access:ask", Circle)
def ask_access(user: Person, circle: Circle) -> bool:
    """Administrators, for a secret circle in which no named person has an active account."""
    return user.is_administrator and queries.can_nobody_open(circle.id)


@policy("circle-access:read", AccessRequest)
def read_request(user: Person, access_request: AccessRequest) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("circle-access:decline", AccessRequest, hidden_unless=read_request, opened_by=("administrator",))
def decline_access(user: Person, access_request: AccessRequest) -> bool:
    """Administrators, including the one who made the request."""
    return user.is_administrator


@policy("circle-access:confirm", AccessRequest, hidden_unless=read_request, opened_by=("administrator",))
def confirm_access(user: Person, access_request: AccessRequest) -> bool:
    """Administrators other than the one who made the request."""
    return user.is_administrator and user.id != access_request.asked_by_id

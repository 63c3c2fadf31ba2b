"""Who may see and decide requests of administrators for roles of their own."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.roles.models import RoleRequest
from app.web.policies import policy


@policy("role_request:list", opened_by=("administrator",))
def list_requests(user: Person) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("role_request:read", RoleRequest)
def read_request(user: Person, role_request: RoleRequest) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("role_request:confirm", RoleRequest, hidden_unless=read_request, opened_by=("administrator",))
def confirm_request(user: Person, role_request: RoleRequest) -> bool:
    """Administrators other than the one who asked."""
    return user.is_administrator and user.id != role_request.person_id


@policy("role_request:decline", RoleRequest, hidden_unless=read_request, opened_by=("administrator",))
def decline_request(user: Person, role_request: RoleRequest) -> bool:
    """Administrators, including the one who asked."""
    return user.is_administrator
